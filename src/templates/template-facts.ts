export interface TemplateFacts {}
