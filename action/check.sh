#!/usr/bin/env bash
# Checks a pull request, for `action.yml`: report, annotations, summary and comment, then the status.
# Whatever it is told comes through the environment, and nothing of it is ever run.
set -euo pipefail

# Neither the build nor the program gets to see the token.
token=${ORMSCOPE_TOKEN:-}
unset ORMSCOPE_TOKEN

reports=$(mktemp -d "${RUNNER_TEMP:-/tmp}/ormscope.XXXXXX")
trap 'rm -rf -- "$reports"' EXIT

# An annotation without a place.
notice() {
    local text=$1
    text=${text//'%'/%25}
    text=${text//$'\r'/%0D}
    text=${text//$'\n'/%0A}
    printf '::notice title=ormscope::%s\n' "$text"
}

# The program, built from the source of the action where there is none.
program() {
    if [[ -n ${ORMSCOPE_PROGRAM:-} ]]; then
        printf '%s' "$ORMSCOPE_PROGRAM"
    elif command -v ormscope >/dev/null; then
        command -v ormscope
    else
        cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/ormscope" >&2
        printf '%s' "$RUNNER_TEMP/ormscope/bin/ormscope"
    fi
}

# Calls the interface of GitHub: method, path, file to send. The token never is an argument.
api() {
    local options=(--silent --show-error --fail --max-time 30 --request "$1")
    if (($# > 2)); then
        options+=(--header 'Content-Type: application/json' --data-binary "@$3")
    fi
    printf 'Authorization: Bearer %s\nAccept: application/vnd.github+json\n' "$token" |
        curl "${options[@]}" --header @- -- "${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY$2"
}

# The number of the comment that an earlier run left on a pull request, whatever page it is on.
comment_of() {
    local page length mine
    for ((page = 1; page <= 100; page++)); do
        api GET "/issues/$1/comments?per_page=100&page=$page" >"$reports/page.json" || return 1
        mine=$(jq --raw-output --arg marker "$2" --arg author "${ORMSCOPE_COMMENT_AUTHOR:-}" '
            map(select(.user.login == $author and (.body // "" | split("\n")[0] | rtrimstr("\r")) == $marker))
            | first | .id // empty' "$reports/page.json") || return 1
        if [[ -n $mine ]]; then
            printf '%s' "$mine"
            return
        fi
        length=$(jq length "$reports/page.json") || return 1
        ((length == 100)) || return 0
    done
}

# Posts the report, or writes it into the comment that is there. A job never fails for want of a
# comment.
comment() {
    local number marker mine
    if ! command -v jq >/dev/null || ! command -v curl >/dev/null; then
        notice 'no comment: it takes jq and curl'
        return
    fi
    number=$(jq --raw-output '.pull_request.number // empty' "${GITHUB_EVENT_PATH:-/dev/null}" 2>/dev/null) || number=
    if [[ ! $number =~ ^[0-9]+$ ]]; then
        notice 'no comment: this run is about no pull request'
        return
    fi
    # Every application of a repository has a comment of its own.
    marker="<!-- ormscope: ${ORMSCOPE_PATH//[^A-Za-z0-9.\/_]/_} -->"
    { printf '%s\n' "$marker" && cat "$reports/report.md"; } >"$reports/body.md"
    jq --null-input --rawfile body "$reports/body.md" '{body: $body}' >"$reports/body.json"
    if ! mine=$(comment_of "$number" "$marker"); then
        notice 'no comment: the comments of the pull request cannot be read with this token'
    elif [[ -n $mine ]]; then
        api PATCH "/issues/comments/$mine" "$reports/body.json" >/dev/null ||
            notice 'the comment is not up to date: it cannot be written with this token, as on pull requests from forks'
    elif [[ $speaks == true ]]; then
        api POST "/issues/$number/comments" "$reports/body.json" >/dev/null ||
            notice 'no comment: it cannot be written with this token, as on pull requests from forks'
    fi
}

arguments=(
    check
    --format text
    --format "github=$reports/commands"
    --format "json=$reports/report.json"
    --format "markdown=$reports/report.md"
)
[[ -z ${ORMSCOPE_BASE:-} ]] || arguments+=("--base=$ORMSCOPE_BASE")
[[ -z ${ORMSCOPE_FAIL_ON:-} ]] || arguments+=("--fail-on=$ORMSCOPE_FAIL_ON")
[[ -z ${ORMSCOPE_BASELINE:-} ]] || arguments+=("--baseline=$ORMSCOPE_BASELINE")
[[ -z ${ORMSCOPE_SARIF:-} ]] || arguments+=("--format=sarif=$ORMSCOPE_SARIF")
[[ ${ORMSCOPE_STRICT:-} != true ]] || arguments+=(--strict)
: "${ORMSCOPE_PATH:=.}"

ormscope=$(program)
status=0
"$ormscope" "${arguments[@]}" -- "$ORMSCOPE_PATH" || status=$?
if [[ ! -f $reports/report.json ]]; then
    # The arguments are not right, and the log says how.
    printf '::error title=ormscope::the run could not be done; see the log\n'
    exit "$((status == 0 ? 2 : status))"
fi
cat "$reports/commands"

# `"critical": 1,` in the summary; a report says each of them once in that place.
findings=0 highest=none
for severity in low medium high critical; do
    number=$(sed -n '/^  "summary": {$/,/^  },\{0,1\}$/s/^ *"'"$severity"'": \([0-9]*\),\{0,1\}$/\1/p' "$reports/report.json")
    findings=$((findings + ${number:-0}))
    ((${number:-0} == 0)) || highest=$severity
done
{
    printf 'findings=%s\n' "$findings"
    printf 'highest-severity=%s\n' "$highest"
} >>"${GITHUB_OUTPUT:-/dev/null}"

# Where there is nothing to say, nothing is said.
speaks=false
if ((findings > 0 || status > 1)) || grep -q '^  "problems": \[$' "$reports/report.json"; then
    speaks=true
    cat "$reports/report.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
if [[ ${ORMSCOPE_COMMENT:-} == true ]]; then
    comment
fi
exit "$status"
