const needed = [24, 7] as const

/** Ends the process with a sentence when Node is older than 24.7; npm scripts use the one that `npm ci` installs. */
export const checkNodeVersion = (version: string = process.versions.node): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return
  process.stderr.write(
    `AttackTrace needs Node ${needed.join('.')} or later and this is Node ${version}. ` +
      'Run it with npm (npm run attacktrace -- …): npm ci has installed a fitting Node beside it.\n',
  )
  process.exit(1)
}
