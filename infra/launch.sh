# Sourced by the scripts beside it, with $root set: looks for a JDK, tells what has to be built, and builds it.
# They set: modules (what Maven builds), launcher (the jar that they start), boot_modules (whose boot jars it starts).
# shellcheck shell=sh
needed=21

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# Prints the main version of the JDK in folder $1; nothing if there is no complete JDK.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    version=
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    fi
    printf '%s' "$version"
}

is_new_enough() {
    version=$(jdk_version "$1")
    [ -n "$version" ] && [ "$version" -ge "$needed" ] 2>/dev/null
}

# Prints the folder of the first JDK that is new enough.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && is_new_enough "$JAVA_HOME"; then
        printf '%s' "$JAVA_HOME"
        return
    fi
    on_path=$(command -v javac || true)
    if [ -n "$on_path" ]; then
        # follow the links of update-alternatives; readlink -f is not everywhere
        while [ -L "$on_path" ]; do
            link=$(readlink "$on_path")
            case $link in
                /*) on_path=$link ;;
                *) on_path=$(dirname -- "$on_path")/$link ;;
            esac
        done
        folder=$(CDPATH='' cd -- "$(dirname -- "$on_path")/.." && pwd -P)
        if is_new_enough "$folder"; then
            printf '%s' "$folder"
            return
        fi
    fi
    for folder in \
        /usr/lib/jvm/* \
        /usr/java/* \
        /opt/java/* \
        /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-/}"/.sdkman/candidates/java/* \
        "${HOME:-/}"/.jdks/* \
        "${HOME:-/}"/.local/share/mise/installs/java/*; do
        if is_new_enough "$folder"; then
            printf '%s' "$folder"
            return
        fi
    done
}

# Sets jdk, or ends with a line that says what is missing.
require_jdk() {
    jdk=$(find_jdk)
    [ -n "$jdk" ] || fail "A JDK $needed or newer is needed and none was found: install one, or point JAVA_HOME to one."
}

# True if the jar $1 is missing or older than a source of the modules that follow.
is_stale() {
    jar=$1
    shift
    [ -f "$jar" ] || return 0
    # a boot jar carries a fixed time, for reproducible builds; the jar that it was made of has the real one
    [ -f "$jar.original" ] && jar=$jar.original
    for source; do
        newer=$(find "$root/$source/pom.xml" "$root/$source/src/main" -newer "$jar" -type f -print 2>/dev/null \
            | head -n 1)
        [ -z "$newer" ] || return 0
    done
    [ -n "$(find "$root/pom.xml" -newer "$jar" -print)" ]
}

# True if the launcher, built from the modules $@, or a boot jar has to be built.
needs_build() {
    is_stale "$launcher" "$@" && return 0
    [ -d "$(dirname -- "$launcher")/lib" ] || return 0
    for module in $boot_modules; do
        is_stale "$root/$module/target/${module##*/}.jar" infra/event-contracts infra/service-support "$module" \
            && return 0
    done
    return 1
}

# Builds all modules; the output goes to target/$1.log.
build() {
    command -v mvn >/dev/null 2>&1 || fail "Maven (mvn) is needed to build: install it and put it on the path."
    java_for_maven=${JAVA_HOME:-}
    if [ -z "$java_for_maven" ] && ! command -v java >/dev/null 2>&1; then
        java_for_maven=$jdk
    fi
    printf 'Building (the first time takes a few minutes)\n'
    log=$root/target/$1.log
    mkdir -p "$root/target"
    started=$(date +%s)
    status=$(mktemp)
    # -Dmaven.test.skip: tests are not even compiled. The log has everything, the terminal one line a module.
    {
        code=0
        (
            cd "$root"
            if [ -n "$java_for_maven" ]; then
                JAVA_HOME=$java_for_maven
                export JAVA_HOME
            fi
            mvn -B -ntp -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true \
                -pl "$modules" -am package 2>&1
        ) || code=$?
        printf '%s' "$code" >"$status"
    } | tee "$log" | sed -n 's/^\[INFO\] Building \(.*\) [0-9][^ ]* *\[\(.*\)\]$/  building \1 (\2)/p'
    code=$(cat "$status")
    rm -f "$status"
    if [ "$code" != 0 ]; then
        grep '^\[ERROR\]' "$log" | head -n 20 >&2 || true
        fail "The build failed; all of its output is in target/$1.log"
    fi
    # a jar that needed no new content keeps its time: it is up to date all the same
    touch "$launcher"
    for module in $boot_modules; do
        jar=$root/$module/target/${module##*/}.jar
        [ -f "$jar.original" ] || fail "The build made no boot jar: ${jar#"$root"/}"
        touch "$jar.original"
    done
    printf 'Built in %s s\n' "$(($(date +%s) - started))"
}
