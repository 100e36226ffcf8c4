// A stand-in for libcublas.so.12 over the emulated driver: handles, and the one function that the
// backend calls. Its work is queued on the handle's stream, and its memory is checked when it runs.
#include <algorithm>
#include <mutex>
#include <set>

#include "blas/status.hpp"
#include "driver/library.hpp"

using namespace blas;

extern "C" int cuCtxGetCurrent(void** context);
extern "C" int cuEventCreate(void** event, unsigned flags);
extern "C" int cuEventDestroy_v2(void* event);

namespace {

struct Handle {
  void* stream = nullptr;
};

std::mutex lock;
std::set<Handle*>& handles() {
  // Never destroyed: threads may still call while the process ends.
  static auto* all = new std::set<Handle*>;
  return *all;
}

bool known(Handle* handle) {
  std::lock_guard held(lock);
  return handles().contains(handle);
}

// cublasFillMode_t and cublasOperation_t.
enum Fill { LOWER = 0, UPPER = 1 };
enum Operation { NONE = 0, TRANSPOSED = 1, CONJUGATED = 2 };

// C = alpha op(A) op(A)' + beta C, of which one triangle is touched; column-major.
struct Syrk {
  bool lower, transposed;
  int n, k;
  double alpha, beta;
  const double* a;
  int lda;
  double* c;
  int ldc;

  double at(int row, int inner) const {
    return transposed ? a[row * (long)lda + inner] : a[inner * (long)lda + row];
  }

  int first(int column) const { return lower ? column : 0; }
  int end(int column) const { return lower ? n : column + 1; }

  int checkInput() const {
    if (alpha == 0) return SUCCESS;
    int columns = transposed ? n : k, length = transposed ? k : n;
    for (int each = 0; each < columns; each++)
      if (int code = millraceEmuTouch((uint64_t)(a + each * (long)lda), 8ull * length, 0, "dsyrk A")) return code;
    return SUCCESS;
  }

  int touchOutput(int write) const {
    for (int column = 0; column < n; column++) {
      double* from = c + column * (long)ldc + first(column);
      if (int code = millraceEmuTouch((uint64_t)from, 8ull * (end(column) - first(column)), write, "dsyrk C"))
        return code;
    }
    return SUCCESS;
  }

  void entry(int row, int column) const {
    double sum = 0;
    if (alpha != 0)
      for (int inner = 0; inner < k; inner++) sum += at(row, inner) * at(column, inner);
    double& to = c[column * (long)ldc + row];
    // By the definition of BLAS nothing is read where its factor is zero.
    double kept = beta == 0 ? 0 : beta * to;
    to = alpha == 0 ? kept : alpha * sum + kept;
  }

  int perform() const {
    if (int code = checkInput()) return code;
    if (beta != 0)
      if (int code = touchOutput(0)) return code;
    if (int code = touchOutput(1)) return code;
    for (int column = 0; column < n; column++)
      for (int row = first(column); row < end(column); row++) entry(row, column);
    return SUCCESS;
  }
};

bool fits(int fill, int operation, const Syrk& work) {
  bool modes = (fill == LOWER || fill == UPPER) && operation >= NONE && operation <= CONJUGATED;
  int length = work.transposed ? work.k : work.n;
  return modes && work.n >= 0 && work.k >= 0 && work.lda >= std::max(1, length) && work.ldc >= std::max(1, work.n);
}

}  // namespace

CUBLASAPI cublasCreate_v2(Handle** handle) {
  void* context = nullptr;
  if (cuCtxGetCurrent(&context) != 0 || !context) return NOT_INITIALIZED;
  // It wants things of the device, as the real one does, which says no more than this where it gets none.
  void* wanted = nullptr;
  if (cuEventCreate(&wanted, 0) != 0) return NOT_INITIALIZED;
  cuEventDestroy_v2(wanted);
  std::lock_guard held(lock);
  *handle = new Handle;
  handles().insert(*handle);
  return SUCCESS;
}

CUBLASAPI cublasDestroy_v2(Handle* handle) {
  std::lock_guard held(lock);
  if (!handles().erase(handle)) return NOT_INITIALIZED;
  delete handle;
  return SUCCESS;
}

CUBLASAPI cublasSetStream_v2(Handle* handle, void* stream) {
  if (!known(handle)) return NOT_INITIALIZED;
  handle->stream = stream;
  return SUCCESS;
}

CUBLASAPI cublasDsyrk_v2(Handle* handle, int fill, int operation, int n, int k, const double* alpha, const double* a,
                         int lda, const double* beta, double* c, int ldc) {
  if (!known(handle)) return NOT_INITIALIZED;
  if (!alpha || !beta) return INVALID_VALUE;
  Syrk work{fill == LOWER, operation != NONE, n, k, *alpha, *beta, a, lda, c, ldc};
  if (!fits(fill, operation, work)) return INVALID_VALUE;
  if (n == 0 || ((work.alpha == 0 || k == 0) && work.beta == 1)) return SUCCESS;
  if (k == 0) work.alpha = 0;
  int code = millraceEmuQueue(
      handle->stream, [](void* data) { return ((Syrk*)data)->perform(); },
      [](void* data) { delete (Syrk*)data; }, new Syrk(work));
  return code == 0 ? SUCCESS : EXECUTION_FAILED;
}
