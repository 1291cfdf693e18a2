export type GradeName = 'exact' | 'strong' | 'medium' | 'weak'

/** A link's grade: a sample of its line beside the word. Weight and dash carry the meaning, color does not. */
export const Grade = ({ grade }: { grade: GradeName }) => (
  <span class="grade">
    <svg width="26" height="6" aria-hidden="true">
      <line class={`link-line l-${grade}`} x1="1" y1="3" x2="25" y2="3" />
    </svg>
    {grade}
  </span>
)
