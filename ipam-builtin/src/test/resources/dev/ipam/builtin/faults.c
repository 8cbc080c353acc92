/*
 * Loaded before libc into a process whose store shall meet a disk that fails.
 *
 * IPAM_FAULTS_STORE    the store's directory
 * IPAM_FAULTS_CONTROL  a file of one byte, which says what goes wrong: '-' nothing, 'W' writes find no space,
 *                      'H' writes are cut in half before they find none, 'S' syncs fail after the data was written
 * IPAM_FAULTS_SHADOW   if set, a directory beside the store that is kept at what a loss of power would leave:
 *                        files/INODE  what a file held when it was last synced
 *                        names/INODE  what a directory held when it was last synced: inode, kind, name
 *                        pins/INODE   a link to the file itself, so that its inode is not used again
 * IPAM_FAULTS_TRACE    if set, a file to which the names of the store's files go that are opened to be read
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static const char *store, *shadow, *trace;
static volatile const char *control = "-";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  store = getenv("IPAM_FAULTS_STORE");
  shadow = getenv("IPAM_FAULTS_SHADOW");
  trace = getenv("IPAM_FAULTS_TRACE");
  const char *name = getenv("IPAM_FAULTS_CONTROL");
  int fd = name ? NEXT(int, "open", const char *, int, ...)(name, O_RDONLY) : -1;
  if (fd >= 0) {
    void *mapped = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(fd);
  }
}

static int is_in_store(const char *path) {
  size_t length = store ? strlen(store) : 0;
  return length > 0 && !strncmp(path, store, length) && (path[length] == '/' || !path[length]);
}

/* Tells whether a descriptor is of the store, and its path. */
static int is_ours(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_in_store(path);
}

static void fail(const char *what) {
  perror(what);
  abort();
}

static void copy(int from, int to, off_t at) {
  char bytes[1 << 16];
  ssize_t got;
  while ((got = pread(from, bytes, sizeof bytes, at)) > 0) {
    if (NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t)(to, bytes, got, at) != got) fail("shadow");
    at += got;
  }
  if (got < 0) fail("shadow");
}

static void shadow_file(int fd, const char *path, ino_t inode) {
  char link[64], name[PATH_MAX], fresh[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  snprintf(name, sizeof name, "%s/pins/%lu", shadow, inode);
  linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
  snprintf(name, sizeof name, "%s/files/%lu", shadow, inode);
  snprintf(fresh, sizeof fresh, "%s/files/new", shadow);
  int from = NEXT(int, "open", const char *, int, ...)(link, O_RDONLY);
  /* Logs only grow; whatever else there is, is put in place as a whole. */
  size_t length = strlen(path);
  int grows = length > 4 && !strcmp(path + length - 4, ".log");
  int to = NEXT(int, "open", const char *, int, ...)(grows ? name : fresh, O_WRONLY | O_CREAT | (grows ? 0 : O_TRUNC), 0600);
  struct stat had;
  if (from < 0 || to < 0 || fstat(to, &had)) fail("shadow");
  copy(from, to, grows ? had.st_size : 0);
  close(from);
  close(to);
  if (!grows && NEXT(int, "rename", const char *, const char *)(fresh, name)) fail("shadow");
}

static void shadow_directory(const char *path, ino_t inode) {
  char name[PATH_MAX], fresh[PATH_MAX], entry[2 * PATH_MAX], pin[PATH_MAX];
  snprintf(name, sizeof name, "%s/names/%lu", shadow, inode);
  snprintf(fresh, sizeof fresh, "%s/names/new", shadow);
  FILE *out = fopen(fresh, "w");
  DIR *all = opendir(path);
  if (!out || !all) fail("shadow");
  for (struct dirent *each; (each = readdir(all));) {
    struct stat is;
    snprintf(entry, sizeof entry, "%s/%s", path, each->d_name);
    if (each->d_name[0] == '.' || lstat(entry, &is)) continue;
    fprintf(out, "%lu %c %s\n", is.st_ino, S_ISDIR(is.st_mode) ? 'd' : 'f', each->d_name);
    snprintf(pin, sizeof pin, "%s/pins/%lu", shadow, is.st_ino);
    if (S_ISREG(is.st_mode)) linkat(AT_FDCWD, entry, AT_FDCWD, pin, 0);
  }
  closedir(all);
  if (fclose(out) || NEXT(int, "rename", const char *, const char *)(fresh, name)) fail("shadow");
}

static int synced(int fd, const char *call) {
  char path[PATH_MAX];
  if (!is_ours(fd, path)) return NEXT(int, call, int)(fd);
  if (*control == 'S') {
    errno = EIO;
    return -1;
  }
  if (!shadow) return NEXT(int, call, int)(fd);
  /* The shadow is what counts: nobody cuts the power in earnest. */
  struct stat is;
  pthread_mutex_lock(&lock);
  if (fstat(fd, &is)) fail("shadow");
  if (S_ISDIR(is.st_mode)) shadow_directory(path, is.st_ino);
  else shadow_file(fd, path, is.st_ino);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

/* Returns how much of a write may go on; -1 with errno for none. */
static ssize_t allowed(int fd, size_t length) {
  char path[PATH_MAX];
  char mode = *control;
  if ((mode != 'W' && mode != 'H') || !is_ours(fd, path)) return length;
  if (mode == 'H' && length > 1) return length / 2;
  errno = ENOSPC;
  return -1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  ssize_t some = length ? allowed(fd, length) : 0;
  return some < 0 ? -1 : NEXT(ssize_t, "write", int, const void *, size_t)(fd, bytes, some);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  ssize_t some = length ? allowed(fd, length) : 0;
  return some < 0 ? -1 : NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t)(fd, bytes, some, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

/* A listing that is being made sees a name before or after it changes. */
int rename(const char *from, const char *to) {
  pthread_mutex_lock(&lock);
  int result = NEXT(int, "rename", const char *, const char *)(from, to);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *name) {
  pthread_mutex_lock(&lock);
  int result = NEXT(int, "unlink", const char *)(name);
  pthread_mutex_unlock(&lock);
  return result;
}

static void traced(const char *name, int flags) {
  if (!trace || (flags & O_ACCMODE) == O_WRONLY || !is_in_store(name)) return;
  int out = NEXT(int, "open", const char *, int, ...)(trace, O_WRONLY | O_CREAT | O_APPEND, 0600);
  dprintf(out, "%s\n", name);
  close(out);
}

#define OPEN(call)                                                     \
  int call(const char *name, int flags, ...) {                         \
    va_list rest;                                                      \
    va_start(rest, flags);                                             \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                      \
    traced(name, flags);                                               \
    return NEXT(int, #call, const char *, int, ...)(name, flags, mode); \
  }
OPEN(open)
OPEN(open64)

FILE *fopen(const char *name, const char *how) {
  traced(name, *how == 'r' ? O_RDONLY : O_WRONLY);
  return NEXT(FILE *, "fopen", const char *, const char *)(name, how);
}
FILE *fopen64(const char *name, const char *how) {
  traced(name, *how == 'r' ? O_RDONLY : O_WRONLY);
  return NEXT(FILE *, "fopen64", const char *, const char *)(name, how);
}
