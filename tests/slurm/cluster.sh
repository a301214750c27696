#!/usr/bin/env bash
# A sweep on a Slurm cluster of its own: one controller and three node daemons on this machine, in one temporary folder.
#
#   cluster.sh cheap     CLINIQ STUDY   one task is requeued and one gets SIGTERM, both in the middle; about a minute
#   cluster.sh node-loss CLINIQ STUDY   one node is killed in the middle; one to two minutes
#
# CLINIQ is the program, STUDY a study for `cliniq sweep plan` that one process works on for at least 18 seconds.
# Both forms pass when every task ends well and the merged results equal those of a single process bit for bit.
# Slurm and MUNGE are installed by apt-get where they are absent and this runs as root. Where they cannot be had, it
# prints `skipped: …` and ends with 0. Nothing is written to /etc/slurm, and a MUNGE of the machine is left alone.
#
#   CLINIQ_SLURM_PORT=N       first of four free ports (chosen here if absent)
#   CLINIQ_SLURM_REQUEUE=N    seconds that Slurm lets a requeued task wait; Slurm's default of 120 is shortened to 15
#   CLINIQ_SLURM_KEEP=1       keeps the temporary folder
set -euo pipefail

readonly nodes=(n1 n2 n3)
readonly victim=n2
readonly requeue_wait=${CLINIQ_SLURM_REQUEUE:-15}
# The study alone, for the test to have a middle.
readonly least_seconds=18
readonly too_short="the tasks are too short to be interrupted in the middle: the study needs more runs"
work=''
mark=''
daemons=()
digest=''
array=''
merge=''

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

skip() {
    echo "skipped: $*"
    exit 0
}

fail() {
    echo "failed: $*" >&2
    show_logs >&2
    exit 1
}

show_logs() {
    local file
    [ -n "$work" ] || return 0
    ask squeue --states=all --array || true
    while IFS= read -r file; do
        echo "--- the end of ${file#"$work"/}"
        tail -n 25 "$file"
    done < <(find "$work" -type f -size +0 \( -path "$work/log/*" -o -name '*.log' -o -name '*.sbatch' \) | sort)
}

# within SECONDS WHAT COMMAND…: repeats the command until it succeeds; a failure of the test if it does not in time.
within() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || fail "not in time: $what"
        sleep 0.3
    done
}

# A command of Slurm, which would wait for a dead controller much longer.
ask() { timeout 20 "$@" 2>>"$work/log/commands.log"; }

# Process ids whose environment holds the VARIABLE=VALUE.
marked() {
    local file
    while IFS= read -r file; do
        file=${file%/environ}
        echo "${file#/proc/}"
    done < <(grep -lzxF -- "$1" /proc/[0-9]*/environ 2>/dev/null || true)
}

# Process ids that hold a log of Slurm open, by a pattern of its name: daemons and those who watch over a task.
logging() {
    local link
    while IFS= read -r link; do
        link=${link#/proc/}
        echo "${link%%/*}"
    done < <(find /proc/[0-9]*/fd -lname "$work/log/$1" 2>/dev/null || true)
}

# All that runs of the cluster. Each carries its mark or writes to its logs, so a process of anybody else is never
# found, not even under a number that was used before.
everything() { { marked "$mark" && logging 'slurm*.log'; } | sort -un; }

signal() {
    local name=$1 pid
    shift
    for pid in "$@"; do
        kill "-$name" "$pid" 2>/dev/null || true
    done
}

# shellcheck disable=SC2317  # called by the trap
clean_up() {
    local code=$? pids round
    trap - EXIT INT TERM
    set +e
    if [ -n "$mark" ]; then
        for round in TERM TERM KILL KILL; do
            mapfile -t pids < <(everything)
            [ "${#pids[@]}" -gt 0 ] || break
            signal "$round" "${pids[@]}"
            sleep 1
        done
        mapfile -t pids < <(everything)
        [ "${#pids[@]}" -eq 0 ] || echo "still running: ${pids[*]}" >&2
    fi
    if [ -n "$work" ] && [ "${CLINIQ_SLURM_KEEP:-0}" = 1 ]; then
        echo "kept: $work"
    elif [ -n "$work" ]; then
        rm -rf "$work"
    fi
    exit "$code"
}

install_slurm() {
    local tool
    local -a absent=()
    export PATH=$PATH:/usr/sbin:/sbin
    [ -d /proc/self ] || skip "no /proc"
    for tool in slurmctld slurmd sbatch scontrol squeue munged; do
        command -v "$tool" >/dev/null || absent+=("$tool")
    done
    if [ "${#absent[@]}" -gt 0 ]; then
        [ "$(id -u)" -eq 0 ] || skip "absent: ${absent[*]}; installing needs root"
        command -v apt-get >/dev/null || skip "absent: ${absent[*]}; there is no apt-get"
        say "installing slurm-wlm and munge"
        export DEBIAN_FRONTEND=noninteractive
        timeout 300 apt-get -qq update >"$work/log/apt.log" 2>&1 ||
            skip "apt-get update: $(tail -n 1 "$work/log/apt.log")"
        timeout 600 apt-get -qq install -y --no-install-recommends slurm-wlm munge >>"$work/log/apt.log" 2>&1 ||
            skip "apt-get install: $(tail -n 1 "$work/log/apt.log")"
    fi
    for tool in slurmctld slurmd sbatch scontrol squeue munged; do
        command -v "$tool" >/dev/null || fail "installed, but there is no $tool"
    done
    say "$(slurmctld -V), $(munged --version | head -n 1)"
}

is_free() { ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first of four neighboring free ports, below those that a system gives away by itself.
choose_port() {
    local first last=${#nodes[@]} offset
    for _ in {1..50}; do
        first=${CLINIQ_SLURM_PORT:-$((20000 + RANDOM % 10000))}
        for ((offset = 0; offset <= last; offset++)); do
            is_free $((first + offset)) || continue 2
        done
        echo "$first"
        return
    done
    return 1
}

write_configuration() {
    local port user
    port=$(choose_port) || fail "no free ports"
    user=$(id -un)
    # `cred_expire` is also the time that a requeued task waits before it may start again.
    cat >"$work/slurm.conf" <<CONF
ClusterName=cliniqtest
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=$requeue_wait
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmctldPort=$port
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.%n.pid
SlurmdSpoolDir=$work/spool.%n
StateSaveLocation=$work/state
SlurmctldLogFile=$work/log/slurmctld.log
SlurmdLogFile=$work/log/slurmd.%n.log
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_min_interval=200000,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdTimeout=15
SlurmctldTimeout=15
InactiveLimit=0
KillWait=5
MinJobAge=3600
MaxArraySize=10001
JobRequeue=1
SlurmdParameters=config_overrides
NodeName=n[1-3] NodeHostname=localhost NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 3))] CPUs=2 RealMemory=1000000 State=UNKNOWN
PartitionName=all Nodes=n[1-3] Default=YES MaxTime=INFINITE State=UP
CONF
}

munge_answers() { timeout 5 munge -S "$work/munge/socket" -n 2>/dev/null | timeout 5 unmunge -S "$work/munge/socket" >/dev/null 2>&1; }

controller_answers() { ask scontrol ping | grep -q 'is UP'; }

nodes_idle() { [ "$(ask sinfo --noheader --Node --format=%T | grep -c '^idle$')" -eq "${#nodes[@]}" ]; }

nodes_decided() {
    local pid
    ! nodes_idle || return 0
    for pid in "${daemons[@]}"; do
        kill -0 "$pid" 2>/dev/null || return 0
    done
    return 1
}

start_nodes() {
    local node
    signal KILL "${daemons[@]}"
    daemons=()
    for node in "${nodes[@]}"; do
        mkdir -p "$work/spool.$node"
        env "$mark" slurmd -D -N "$node" >/dev/null 2>&1 &
        daemons+=($!)
        disown # bash need not tell of its death
    done
}

start_cluster() {
    export SLURM_CONF=$work/slurm.conf
    # Its own MUNGE with its own key, so it does not matter whether the machine runs one.
    mkdir -p "$work/munge" "$work/state"
    (umask 077 && head -c 1024 /dev/urandom >"$work/munge/key")
    env "$mark" munged --foreground --force --socket="$work/munge/socket" --key-file="$work/munge/key" \
        --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" \
        >"$work/log/munged.log" 2>&1 &
    disown
    within 20 "MUNGE answers" munge_answers
    env "$mark" slurmctld -D -c >/dev/null 2>&1 &
    disown
    within 30 "the controller answers" controller_answers
    start_nodes
    within 60 "the nodes are idle, or one gave up" nodes_decided
    if ! nodes_idle; then
        # Later versions look for control groups at the start, which a container may not have; earlier ones do not
        # know this word.
        say "once more, without control groups"
        echo CgroupPlugin=disabled >"$work/cgroup.conf"
        start_nodes
        within 60 "three idle nodes" nodes_idle
    fi
    say "three nodes are idle"
}

# Runs the whole study in one process: what every other way must agree with.
run_alone() {
    local begin end
    timeout 60 "$cliniq" sweep plan "$study" --out "$work/alone" >"$work/log/alone.txt" 2>&1 || fail "plan: code $?"
    begin=$(date +%s%N)
    timeout 900 "$cliniq" sweep worker "$work/alone" --shard 0/1 >>"$work/log/alone.txt" 2>&1 || fail "worker: code $?"
    end=$(date +%s%N)
    digest=$(digest_of "$work/alone") || fail "merge of the study alone: code $?"
    [ -n "$digest" ] || fail "merge printed no digest"
    say "one process: $(((end - begin) / 1000000)) ms, digest $digest"
    [ $(((end - begin) / 1000000000)) -ge "$least_seconds" ] ||
        fail "$too_short; one process must work for $least_seconds s"
}

# The digest as merge prints it; its exit code where it refuses.
digest_of() {
    local text
    text=$(timeout 120 "$cliniq" sweep merge "$1" 2>>"$work/log/merge.txt") || return
    sed -n 's/^digest: //p' <<<"$text"
}

jobs() { ask squeue --noheader --states=all --format=%F | sort -un; }

submit() {
    timeout 60 "$cliniq" sweep plan "$study" --out "$shared" >"$work/log/plan.txt" 2>&1 || fail "plan: code $?"
    timeout 60 env "$mark" "$cliniq" sweep submit "$shared" --slurm --shards "$1" --dry-run >"$work/log/dry.txt" 2>&1 ||
        fail "submit --dry-run: code $?"
    grep -q '^#SBATCH --array=' "$work/log/dry.txt" || fail "submit --dry-run does not show the script"
    [ -z "$(jobs)" ] || fail "submit --dry-run submitted something"
    timeout 60 env "$mark" "$cliniq" sweep submit "$shared" --slurm --shards "$1" >"$work/log/submit.txt" 2>&1 ||
        fail "submit: code $?"
    [ "$(jobs | wc -l)" -eq 2 ] || fail "submit made $(jobs | wc -l) jobs in place of an array and a merge"
    array=$(jobs | head -n 1)
    merge=$(jobs | tail -n 1)
    say "submitted: array $array of $1 tasks, merge $merge"
}

# field JOB NAME: one field that Slurm keeps of a job or task.
field() {
    ask scontrol --oneliner show job "$1" | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1
}

is_running() { [ "$(field "$1" JobState)" = RUNNING ]; }

is_restarted() { [ "$(field "$1" Restarts)" -ge 1 ]; }

merge_has_ended() {
    case $(field "$merge" JobState) in
    COMPLETED | FAILED | CANCELLED | TIMEOUT | NODE_FAIL | OUT_OF_MEMORY | DEADLINE) ;;
    *) return 1 ;;
    esac
}

# Every task well, merged by the dependent job, and the same bits as in one process.
check_end() {
    local shards=$1 states log again
    within "$2" "the merge job ends" merge_has_ended
    states=$(ask squeue --noheader --array --states=all --jobs="$array" --format=%T | sort | uniq -c | xargs)
    [ "$states" = "$shards COMPLETED" ] || fail "the tasks ended as: $states"
    [ "$(field "$merge" JobState)" = COMPLETED ] || fail "the merge job ended as $(field "$merge" JobState)"
    say "all $shards tasks and the merge job are done"
    # Slurm shows the path as it was submitted, with its `%` doubled, so only the name is used.
    log=$(ask scontrol show job "$merge" | sed -n 's/^ *StdOut=//p')
    log=$(find "$shared" -type f -name "${log##*/}")
    [ -n "$log" ] || fail "the merge job left no log in the shared folder"
    grep -qxF "digest: $digest" "$log" || fail "the merge job's digest differs from that of one process"
    again=$(digest_of "$shared") || fail "merging again: code $?"
    [ "$again" = "$digest" ] || fail "merging again gives $again"
    say "identical to one process: $digest"
}

check_unfinished() {
    local code=0
    timeout 60 "$cliniq" sweep status "$shared" >"$work/log/status.txt" 2>&1 || fail "status: code $?"
    timeout 60 "$cliniq" sweep status "$shared" --json >"$work/log/status.json" 2>&1 || fail "status --json: code $?"
    digest_of "$shared" >/dev/null || code=$?
    [ "$code" -eq 75 ] || fail "merge of an unfinished sweep: code $code in place of 75"
}

cheap() {
    local shards=6
    submit "$shards"
    within 30 "task 1 runs" is_running "${array}_1"
    within 30 "task 2 runs" is_running "${array}_2"
    sleep 0.5
    # To the shell of the task alone, as Slurm does before a time limit.
    ask scancel --batch --signal=TERM "${array}_2" || fail "$too_short"
    say "task 2 got SIGTERM"
    # Slurm would start a finished task again, too, which would test nothing.
    is_running "${array}_1" || fail "$too_short"
    ask scontrol requeue "${array}_1" || fail "scontrol requeue: code $?"
    say "task 1 is requeued"
    within 60 "task 1 is restarted" is_restarted "${array}_1"
    within 60 "task 2 is restarted" is_restarted "${array}_2"
    say "both wait for their restart"
    check_unfinished
    check_end "$shards" $((requeue_wait + 300))
}

on_victim() { ask squeue --noheader --array --states=running --nodelist="$victim" --jobs="$array" --format=%K; }

victim_works() { [ -n "$(on_victim)" ]; }

# The processes of the tasks on a node: marked, and told by Slurm where they are.
on_node() { comm -12 <(marked "$mark" | sort) <(marked "SLURMD_NODENAME=$1" | sort); }

# Slurm marks a state with a star where the node does not answer.
victim_is_down() { [[ $(ask sinfo --noheader --nodes="$victim" --format=%T) == down* ]]; }

node_loss() {
    local shards=6 pids lost task
    submit "$shards"
    within 30 "node $victim works" victim_works
    sleep 1
    # First the daemon and those who watch over its tasks, who would tell the controller of their death.
    mapfile -t pids < <(logging "slurmd.$victim.log" | sort -u && on_node "$victim")
    signal KILL "${pids[@]}"
    # Nobody is left to tell the controller, so what it believes to run there is what was lost.
    lost=$(on_victim | xargs)
    say "node $victim is killed: ${#pids[@]} processes, with tasks $lost"
    [ -n "$lost" ] || fail "$too_short"
    within 120 "Slurm notices" victim_is_down
    say "Slurm has noticed"
    check_unfinished
    for task in $lost; do
        within 60 "task $task is restarted" is_restarted "${array}_$task"
    done
    check_end "$shards" $((requeue_wait + 600))
}

refuse() {
    echo "$*" >&2
    exit 2
}

usage() {
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
    exit 2
}

main() {
    [ $# -eq 3 ] || usage
    case $1 in cheap | node-loss) ;; *) usage ;; esac
    [ -x "$2" ] || refuse "$2: no program"
    [ -f "$3" ] || refuse "$3: no file"
    cliniq=$(realpath -- "$2")
    study=$(realpath -- "$3")

    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    work=$(mktemp -d)
    mark=CLINIQ_TEST_CLUSTER=$work
    # A name that has to be quoted everywhere.
    shared="$work/it's a shared folder, 100%a"
    mkdir -p "$work/log"
    install_slurm
    run_alone
    write_configuration
    start_cluster
    "${1//-/_}"
}

main "$@"
