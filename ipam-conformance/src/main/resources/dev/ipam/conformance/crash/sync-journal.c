/*
 * Writes down what a process makes durable, so that a loss of power can be played afterwards.
 *
 * Preloaded into a process (LD_PRELOAD), it wraps the calls that make files durable: fsync, fdatasync, sync, syncfs, msync, and
 * writes to files that were opened with O_SYNC or O_DSYNC. For each of them that succeeds on a file under the watched directory, it
 * appends to a journal what the file holds, or a directory lists, at the moment at which the call was made: that much, and perhaps
 * no more, is on disk when the call returns.
 *
 * A record is a line of words and, for a file, its bytes:
 *   file <time> <turn> <file> <path> <bytes>\n<content>\n
 *   dir <time> <turn> <path> <entries>\n{<file> <kind> <name>\n}
 * <time> is CLOCK_MONOTONIC in ns, taken when the call had succeeded; <turn> counts in which order the contents were read. <file> names a file whatever its path: inode and time of birth, since inodes are used again. Paths are escaped: %XX.
 * What was not synced when the process was killed is not in the journal; a record that was cut off at its end is no record.
 *
 * IPAM_SYNC_WATCH is the watched directory, IPAM_SYNC_JOURNAL the journal.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define LONGEST 4096
#define MOST_DEEP 16

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char watched[LONGEST];
static int journal = -1;
static long turns;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_msync)(void *, size_t, int);
static void (*real_sync)(void);
static int (*real_syncfs)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static ssize_t (*real_pwritev64)(int, const struct iovec *, int, off64_t);

static void start(void) {
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_msync = dlsym(RTLD_NEXT, "msync");
  real_sync = dlsym(RTLD_NEXT, "sync");
  real_syncfs = dlsym(RTLD_NEXT, "syncfs");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev");
  real_pwritev64 = dlsym(RTLD_NEXT, "pwritev64");
  const char *watch = getenv("IPAM_SYNC_WATCH");
  const char *path = getenv("IPAM_SYNC_JOURNAL");
  if (watch != NULL && path != NULL && strlen(watch) < LONGEST - 1) {
    strcpy(watched, watch);
    journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
}

static void prepare(void) {
  pthread_once(&once, start);
}

/* What is collected of one record, to be appended in as few writes as the system takes. */
struct text {
  char *bytes;
  size_t length, room;
  int failed;
};

static void add(struct text *text, const char *bytes, size_t length) {
  if (text->length + length > text->room) {
    size_t room = (text->length + length) * 2;
    char *more = realloc(text->bytes, room);
    if (more == NULL) {
      text->failed = 1;
      return;
    }
    text->bytes = more;
    text->room = room;
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}

static void add_escaped(struct text *text, const char *name) {
  for (; *name != 0; name++) {
    char escaped[4];
    if (*name == ' ' || *name == '%' || *name == '\n' || *name == '\r') {
      snprintf(escaped, sizeof escaped, "%%%02X", (unsigned char)*name);
      add(text, escaped, 3);
    } else {
      add(text, name, 1);
    }
  }
}

static void add_words(struct text *text, const char *words) {
  add(text, words, strlen(words));
}

static void append(const struct text *text) {
  size_t done = 0;
  while (!text->failed && done < text->length) {
    ssize_t count = real_write(journal, text->bytes + done, text->length - done);
    if (count < 0 && errno != EINTR) {
      return;
    }
    done += count > 0 ? (size_t)count : 0;
  }
}

static int is_watched(const char *path) {
  size_t length = strlen(watched);
  return strncmp(path, watched, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The path of an open file, if it is watched and still has one. */
static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, LONGEST - 1);
  if (length <= 0) {
    return 0;
  }
  path[length] = 0;
  struct stat there;
  return journal >= 0 && is_watched(path) && lstat(path, &there) == 0;
}

static void identity(int at, const char *path, int flags, char *into, size_t room, int *directory) {
  struct statx facts;
  memset(&facts, 0, sizeof facts);
  if (statx(at, path, flags | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME | STATX_TYPE, &facts) != 0) {
    snprintf(into, room, "gone");
    *directory = 0;
    return;
  }
  int born = (facts.stx_mask & STATX_BTIME) != 0;
  snprintf(into, room, "%llu-%lld.%u", (unsigned long long)facts.stx_ino,
           born ? (long long)facts.stx_btime.tv_sec : 0LL, born ? facts.stx_btime.tv_nsec : 0U);
  *directory = S_ISDIR(facts.stx_mode);
}

static void add_directory(struct text *text, int fd) {
  struct text entries = {0};
  char number[32];
  int count = 0;
  int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = copy < 0 ? NULL : fdopendir(copy);
  for (struct dirent *entry; stream != NULL && (entry = readdir(stream)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
      continue;
    }
    char id[96];
    int directory;
    identity(fd, entry->d_name, 0, id, sizeof id, &directory);
    add_words(&entries, id);
    add_words(&entries, directory ? " dir " : " file ");
    add_escaped(&entries, entry->d_name);
    add_words(&entries, "\n");
    count++;
  }
  if (stream != NULL) {
    closedir(stream);
  }
  snprintf(number, sizeof number, " %d\n", count);
  add_words(text, number);
  add(text, entries.bytes == NULL ? "" : entries.bytes, entries.length);
  text->failed |= entries.failed;
  free(entries.bytes);
}

static void add_content(struct text *text, int fd, const char *path) {
  struct text content = {0};
  char block[65536];
  char number[32];
  /* The process may have opened it for writing only. */
  int copy = open(path, O_RDONLY | O_CLOEXEC);
  off_t at = 0;
  for (ssize_t count; copy >= 0 && (count = pread(copy, block, sizeof block, at)) > 0; at += count) {
    add(&content, block, (size_t)count);
  }
  text->failed |= copy < 0 || content.failed;
  if (copy >= 0) {
    close(copy);
  }
  (void)fd;
  snprintf(number, sizeof number, " %zu\n", content.length);
  add_words(text, number);
  add(text, content.bytes == NULL ? "" : content.bytes, content.length);
  add_words(text, "\n");
  free(content.bytes);
}

/* Everything of a record that follows its time. */
static int collect(int fd, struct text *text, int *directory) {
  char path[LONGEST];
  char id[96];
  char turn[32];
  if (!path_of(fd, path)) {
    return 0;
  }
  snprintf(turn, sizeof turn, "%ld ", ++turns);
  add_words(text, turn);
  identity(fd, "", AT_EMPTY_PATH, id, sizeof id, directory);
  if (!*directory) {
    add_words(text, id);
    add_words(text, " ");
  }
  add_escaped(text, path);
  if (*directory) {
    add_directory(text, fd);
  } else {
    add_content(text, fd, path);
  }
  return 1;
}

static void record(const struct text *rest, int directory) {
  struct timespec now;
  struct text line = {0};
  char head[64];
  clock_gettime(CLOCK_MONOTONIC, &now);
  snprintf(head, sizeof head, "%s %lld ", directory ? "dir" : "file", now.tv_sec * 1000000000LL + now.tv_nsec);
  add_words(&line, head);
  add(&line, rest->bytes, rest->length);
  line.failed |= rest->failed;
  append(&line);
  free(line.bytes);
}

/* Makes a call on a file and writes down what it made durable. */
static int synced(int fd, int (*call)(int)) {
  struct text rest = {0};
  int directory = 0;
  pthread_mutex_lock(&lock);
  int found = journal >= 0 && collect(fd, &rest, &directory);
  pthread_mutex_unlock(&lock);
  int result = call(fd);
  int error = errno;
  if (found && result == 0) {
    pthread_mutex_lock(&lock);
    record(&rest, directory);
    pthread_mutex_unlock(&lock);
  }
  free(rest.bytes);
  errno = error;
  return result;
}

int fsync(int fd) {
  prepare();
  return synced(fd, real_fsync);
}

int fdatasync(int fd) {
  prepare();
  return synced(fd, real_fdatasync);
}

/* All that is watched: for calls that do not say what they are about. */
static void record_all(const char *path, int depth) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct text rest = {0};
  int directory = 0;
  if (fd < 0) {
    return;
  }
  if (collect(fd, &rest, &directory)) {
    record(&rest, directory);
  }
  free(rest.bytes);
  DIR *stream = directory && depth < MOST_DEEP ? fdopendir(fd) : NULL;
  for (struct dirent *entry; stream != NULL && (entry = readdir(stream)) != NULL;) {
    char below[LONGEST];
    int length = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
    if (entry->d_name[0] != '.' && length < LONGEST) {
      record_all(below, depth + 1);
    }
  }
  if (stream != NULL) {
    closedir(stream);
  } else {
    close(fd);
  }
}

static void all_synced(void) {
  int error = errno;
  pthread_mutex_lock(&lock);
  if (journal >= 0) {
    record_all(watched, 0);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
}

void sync(void) {
  prepare();
  real_sync();
  all_synced();
}

int syncfs(int fd) {
  prepare();
  int result = real_syncfs(fd);
  if (result == 0) {
    all_synced();
  }
  return result;
}

int msync(void *address, size_t length, int flags) {
  prepare();
  int result = real_msync(address, length, flags);
  if (result == 0 && (flags & MS_SYNC) != 0) {
    all_synced();
  }
  return result;
}

/* A write that is a sync as well, on a file that was opened so. */
static void written(int fd, ssize_t result) {
  int error = errno;
  int flags = result > 0 && journal >= 0 && fd != journal ? fcntl(fd, F_GETFL) : 0;
  if (flags > 0 && (flags & O_DSYNC) != 0) {
    struct text rest = {0};
    int directory = 0;
    pthread_mutex_lock(&lock);
    if (collect(fd, &rest, &directory)) {
      record(&rest, directory);
    }
    pthread_mutex_unlock(&lock);
    free(rest.bytes);
  }
  errno = error;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  prepare();
  ssize_t result = real_write(fd, bytes, length);
  written(fd, result);
  return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  prepare();
  ssize_t result = real_pwrite(fd, bytes, length, at);
  written(fd, result);
  return result;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  prepare();
  ssize_t result = real_pwrite64(fd, bytes, length, at);
  written(fd, result);
  return result;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  prepare();
  ssize_t result = real_writev(fd, parts, count);
  written(fd, result);
  return result;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  prepare();
  ssize_t result = real_pwritev(fd, parts, count, at);
  written(fd, result);
  return result;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  prepare();
  ssize_t result = real_pwritev64(fd, parts, count, at);
  written(fd, result);
  return result;
}
