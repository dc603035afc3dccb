import { cutAtWord } from '../cut.ts'
import type { Frame } from './layout.tsx'

/** As much as search engines show of a description. */
const DESCRIPTION_LENGTH = 200

interface SharedProps {
  frame: Frame
  title: string
  description: string
  picture: string | undefined
}

/** What messengers and social networks show of a link (the Open Graph protocol): title, sentence, picture. */
export function Shared({ frame, title, description, picture }: SharedProps) {
  return (
    <>
      <meta property="og:title" content={title} />
      <meta property="og:description" content={shortened(description)} />
      <meta property="og:type" content="website" />
      <meta property="og:url" content={frame.baseUrl + frame.path} />
      <meta property="og:site_name" content="Guichet" />
      <meta property="og:locale" content="fr_FR" />
      <meta property="og:image" content={frame.baseUrl + (picture ?? '/partage/guichet.png')} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  )
}

/** The text on one line, cut at a word. */
export function shortened(text: string): string {
  return cutAtWord(text.replaceAll(/\s+/g, ' ').trim(), DESCRIPTION_LENGTH)
}
