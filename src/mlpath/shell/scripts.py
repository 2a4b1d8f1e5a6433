"""What bash, zsh and fish are told once, so that they ask mlpath on TAB: a script for each, and where each is kept.

A script passes on the words up to the cursor and gets a line for each candidate: the value, a tab, and a few words about it.
The line `:files` asks for the shell's own file names. No script evaluates what it gets, or says anything about other commands.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from mlpath.errors import OutputError, OutputUnconfirmed, UsageError, refusing
from mlpath.system.folders import user_folder
from mlpath.system.ownership import make_folder
from mlpath.system.writing import move_over, write_beside

BASH = r"""_mlpath() {
    local value words
    COMPREPLY=()
    while IFS=$'\t' read -r value words; do
        case $value in
            :files) compopt -o filenames 2>/dev/null ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(_MLPATH_COMPLETE=bash "${1/#\~\//$HOME/}" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _mlpath mlpath
"""

ZSH = r"""_mlpath_ask() {
    emulate -L zsh
    local value words
    values=() shown=() files=
    while IFS=$'\t' read -r value words; do
        case $value in
            (:files) files=1 ;;
            (*) values+=("$value") shown+=("$value${words:+  -- $words}") ;;
        esac
    done < <(_MLPATH_COMPLETE=zsh "${${(Q)1}/#\~\//$HOME/}" "${(@Q)argv[2,-1]}" 2>/dev/null)
}
_mlpath() {
    local -a values shown
    local files
    _mlpath_ask "${(@)words[1,CURRENT]}"
    (( $#values )) && compadd -l -V mlpath -d shown -a values
    [[ -z $files ]] || { compset -P '--*='; _files }
}
_mlpath_without_compinit() {
    local -a values shown typed
    local files
    read -Ac typed
    _mlpath_ask "${(@)typed}"
    reply=("${(@)values}")
}
if (( $+functions[compdef] )); then
    compdef _mlpath mlpath
else
    compctl -K _mlpath_without_compinit + -f mlpath
fi
"""

FISH = r"""function __mlpath_complete
    set -l words (commandline -opc)
    set words[1] (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l word (commandline -ct)
    set -l head (string match -r -- '^--[^=]*=' $word)
    for line in (env _MLPATH_COMPLETE=fish $words "$word" 2>/dev/null)
        if test "$line" = :files
            for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $word))
                printf '%s%s\n' "$head" $path
            end
        else
            printf '%s\n' $line
        end
    end
end
complete -c mlpath -f -k -a '(__mlpath_complete)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def script(shell: str) -> str:
    """Return the script for a shell. Raises UsageError for one that mlpath knows nothing of."""
    if shell not in SCRIPTS:
        known = ", ".join(SCRIPTS)
        raise UsageError(f"there is no completion for {shell or 'this shell'}", f"it is there for {known}")
    return SCRIPTS[shell]


def install(shell: str, environ: Mapping[str, str]) -> list[str]:
    """Write a shell's script, let its start-up file read it, and return the files that were written.

    Raises UsageError for an unknown shell, and OutputError.
    """
    content, home = script(shell), os.path.expanduser("~")
    if shell == "fish":
        folder = environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        path = os.path.join(folder, "fish", "completions", "mlpath.fish")
        _write(path, content)
        return [path]
    path = os.path.join(user_folder("data"), f"completion.{shell}")
    folder = (environ.get("ZDOTDIR") if shell == "zsh" else None) or home
    start_up = os.path.join(folder, f".{shell}rc")
    _write(path, content)
    return [path, *([start_up] if _add_line(start_up, _reading(path)) else [])]


def _reading(path: str) -> str:
    """Return the line of a start-up file that reads a script where it is still there."""
    import shlex

    quoted = shlex.quote(path)
    return f"[ -r {quoted} ] && . {quoted}  # TAB for mlpath"


def _write(path: str, content: str) -> None:
    with refusing(lambda reason: OutputError(path, reason), lambda reason: OutputUnconfirmed(path, reason)):
        make_folder(os.path.dirname(path))
        move_over(write_beside(os.path.realpath(path), content.encode(), mode=0o644), os.path.realpath(path))


def _add_line(path: str, line: str) -> bool:
    """Add a line at the end of a file, where it is not there yet, and return whether it was added. Raises OutputError."""
    with refusing(lambda reason: OutputError(path, reason)):
        there = ""
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="surrogateescape") as file:
                there = file.read()
        if line in there.splitlines():
            return False
        with open(path, "a", encoding="utf-8") as file:
            file.write(("" if there.endswith("\n") or not there else "\n") + line + "\n")
        return True
