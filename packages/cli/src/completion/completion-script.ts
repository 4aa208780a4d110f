/** The shells that can complete the command's words. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * What a shell has to read for it: a function that asks the command itself, by its hidden `complete`. No word of the line is
 * evaluated.
 */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

/** Bash has cut the word at its `=` and `:` (COMP_WORDBREAKS), and replaces the last piece of it only. */
const BASH = `# Completions of celeriac: in ~/.bashrc, eval "$(celeriac completion bash)"
_celeriac() {
  local line=\${COMP_LINE:0:COMP_POINT} piece=\${COMP_WORDS[COMP_CWORD]} whole cut value
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  whole=\${words[\${#words[@]}-1]}
  [[ $piece == [=:] ]] && piece=
  cut=\${whole%"$piece"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    case $value in
      :files) ;;
      :words) compopt +o default ;;
      *) COMPREPLY+=("\${value#"$cut"}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _celeriac celeriac
`;

const ZSH = `#compdef celeriac
# Completions of celeriac: in ~/.zshrc after compinit, eval "$(celeriac completion zsh)"
_celeriac() {
  local line
  local -a parts described
  for line in "\${(@f)$("$words[1]" complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    parts=("\${(@ps:\\t:)line}")
    case $parts[1] in
      :files) _files; return ;;
      :words) ;;
      *) described+=("\${parts[1]//:/\\\\:}:\${parts[2]}") ;;
    esac
  done
  _describe celeriac described
}
if (( $+functions[compdef] )); then compdef _celeriac celeriac; fi
`;

const FISH = `# Completions of celeriac: celeriac completion fish > ~/.config/fish/completions/celeriac.fish
function __celeriac_complete
  set -l typed (commandline -opc)
  for line in ($typed[1] complete -- $typed[2..-1] (commandline -ct) 2>/dev/null)
    switch $line
      case :files
        __fish_complete_path (commandline -ct)
      case :words
      case '*'
        echo $line
    end
  end
end
complete -c celeriac -f -a '(__celeriac_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
