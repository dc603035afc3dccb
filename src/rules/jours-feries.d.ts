/** The package carries no types: the public holidays of a year by name, each at midnight in the process's zone. */
declare module '@socialgouv/jours-feries' {
  export default function joursFeries(year: number): Record<string, Date>
}
