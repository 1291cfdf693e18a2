export interface ProgressProps {
  readonly value: number
  readonly max: number
  /** What is being done, for a reader who cannot see the bar. */
  readonly label: string
  readonly tone?: 'done' | 'warn'
}

/** A bar of true figures only: both in the same unit. Without a known total no bar is drawn. */
export const Progress = ({ value, max, label, tone }: ProgressProps) => {
  if (max <= 0) return null
  return (
    <progress
      value={Math.min(value, max)}
      max={max}
      aria-label={label}
      {...(tone ? { class: tone } : {})}
    >
      {Math.floor((Math.min(value, max) / max) * 100)} %
    </progress>
  )
}
