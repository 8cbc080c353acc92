# Waits for the JVM that holds the other end of standard input, however that JVM ends, then kills the servers it started and
# deletes the directory that holds their data. Each server has a file named after its process id in the folder "processes".
#
# usage: sh watchdog.sh DIRECTORY
directory=$1
trap '' HUP INT TERM

while read -r _; do :; done

kill_all() {
  for file in "$directory"/processes/*; do
    pid=${file##*/}
    [ "$pid" = '*' ] && continue
    kill -KILL "-$pid" 2>/dev/null
    kill -KILL "$pid" 2>/dev/null
  done
}

unmount_all() {
  [ -r /proc/mounts ] || return 0
  while read -r _ mounted _; do
    case $mounted in "$directory"/*) umount -l "$mounted" ;; esac
  done < /proc/mounts
}

# The helpers of a server that was killed end a moment later, and may still write until then.
attempts=0
while [ -e "$directory" ] && [ "$attempts" -lt 100 ]; do
  kill_all
  unmount_all
  rm -rf "$directory" && break
  attempts=$((attempts + 1))
  sleep 0.1
done
