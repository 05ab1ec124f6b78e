/** What a shell runs to complete a line: it asks the program, which knows its commands. */
export const completionScripts = {
  bash: `_workflow_runs() {
  local IFS=$'\\n'
  local line
  COMPREPLY=()
  while read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(workflow-runs completion complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _workflow_runs workflow-runs
`,
  zsh: `#compdef workflow-runs
_workflow_runs() {
  local -a candidates
  local word summary
  while IFS=$'\\t' read -r word summary; do
    candidates+=("\${word//:/\\\\:}:\${summary}")
  done < <(workflow-runs completion complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'workflow-runs' candidates
  else
    _files
  fi
}
compdef _workflow_runs workflow-runs
`,
  fish: `complete -c workflow-runs -f -a '(workflow-runs completion complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
} as const;
