const Letter = ({
  x = 0,
  y = 3.4,
  ring = false,
  children,
}: {
  x?: number
  y?: number
  ring?: boolean
  children: string
}) => (
  <text class={ring ? 'g-letter in-ring' : 'g-letter'} x={x} y={y}>
    {children}
  </text>
)

const Shape = ({ d }: { d: string }) => <path class="g-shape" d={d} />

/** Every shape the pages use by `<use href="#…">`: one a kind, and the patterns of coverage. Once a page. */
export const Sprite = () => (
  <svg class="sprite" width="0" height="0" aria-hidden="true">
    <defs>
      <g id="g-process">
        <circle class="g-shape" r="7.2" />
        <Letter>P</Letter>
      </g>
      <g id="g-module">
        <Shape d="M-6.2-6.8H.4a6.8 6.8 0 0 1 0 13.6h-6.6z" />
        <Letter x={-0.2}>M</Letter>
      </g>
      <g id="g-script">
        <Shape d="M-7-6.4H8L5 0l3 6.4H-7z" />
        <Letter x={-1}>S</Letter>
      </g>
      <g id="g-network">
        <Shape d="M-7.4-6.4h9L8.6 0 1.6 6.4h-9z" />
        <Letter x={-0.8}>N</Letter>
      </g>
      <g id="g-network-in">
        <Shape d="M7.4-6.4h-9L-8.6 0l7 6.4h9z" />
        <Letter x={0.8}>N</Letter>
      </g>
      <g id="g-logon">
        <Shape d="M0-8.8 8.8 0 0 8.8-8.8 0z" />
        <Letter>L</Letter>
      </g>
      <g id="g-access">
        <circle class="g-ring" r="6.4" />
        <Letter ring>A</Letter>
      </g>
      <g id="g-file">
        <Shape d="M-6.2-7.4h8.6l3.8 3.8v11H-6.2z" />
        <Letter>F</Letter>
      </g>
      <g id="g-registry">
        <Shape d="M-4.2-7.4h8.4L8.4 0 4.2 7.4h-8.4L-8.4 0z" />
        <Letter>R</Letter>
      </g>
      <g id="g-task">
        <Shape d="M0-8.4 7.2-2v9.2H-7.2V-2z" />
        <Letter y={4.6}>T</Letter>
      </g>
      <g id="g-control">
        <Shape d="M-8.8-7h17.6L0 8.6z" />
        <Letter y={1.2}>C</Letter>
      </g>
      <g id="g-other">
        <Shape d="M-6.4-6.4H6.4V6.4H-6.4z" />
        <Letter>O</Letter>
      </g>
      <pattern
        id="p-blind"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="cov-bg-blind" width="5" height="5" />
        <line class="cov-ink" x1="0" y1="0" x2="0" y2="5" />
      </pattern>
      <pattern
        id="p-failed"
        width="4.5"
        height="4.5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="cov-bg-failed" width="4.5" height="4.5" />
        <path class="cov-ink-bad" d="M0 0H4.5M0 0V4.5" />
      </pattern>
      <pattern id="p-trunc" width="4" height="10" patternUnits="userSpaceOnUse">
        <rect class="cov-bg-tr" width="4" height="10" />
        <rect class="cov-ink-tr" width="2" height="10" />
      </pattern>
      <pattern
        id="p-undecided"
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <line class="hatch" x1="0" y1="0" x2="0" y2="7" />
      </pattern>
    </defs>
  </svg>
)
