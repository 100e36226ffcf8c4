// cublasStatus_t values that are given out here, by the names of cublas_api.h.
#pragma once

#define CUBLASAPI extern "C" __attribute__((visibility("default"))) int

namespace blas {

enum Status : int {
  SUCCESS = 0,
  NOT_INITIALIZED = 1,
  INVALID_VALUE = 7,
  EXECUTION_FAILED = 13,
  NOT_SUPPORTED = 15,
};

}  // namespace blas
