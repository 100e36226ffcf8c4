// Launches and occupancy.
#include <algorithm>
#include <cstring>

#include "driver/driver.hpp"
#include "report/text.hpp"

using namespace emu;

namespace {

constexpr uint32_t SHARED_PER_PROCESSOR = 64 * 1024, THREADS_PER_PROCESSOR = 1024, BLOCKS_PER_PROCESSOR = 16;
void* const PARAM_END = nullptr;
void* const PARAM_BUFFER_POINTER = (void*)1;
void* const PARAM_BUFFER_SIZE = (void*)2;

int checkShape(const LoadedFunction& function, const uint32_t (&grid)[3], const uint32_t (&block)[3], uint32_t shared) {
  uint64_t blocks = (uint64_t)grid[0] * grid[1] * grid[2], threads = (uint64_t)block[0] * block[1] * block[2];
  const Kernel& kernel = *function.kernel;
  bool fits = grid[0] <= 2147483647 && grid[1] <= 65535 && grid[2] <= 65535 && block[0] <= 1024 && block[1] <= 1024 &&
              block[2] <= 64 && threads <= 1024;
  if (!blocks || !threads || !fits || blocks > 1u << 30) return INVALID_VALUE;
  if (threads > kernel.maxThreads) return LAUNCH_OUT_OF_RESOURCES;
  if (kernel.requiredThreads[0])
    for (int axis = 0; axis < 3; axis++)
      if (kernel.requiredThreads[axis] != block[axis]) return INVALID_VALUE;
  if ((int64_t)shared + kernel.sharedDeclared > function.dynamicSharedLimit) return INVALID_VALUE;
  return SUCCESS;
}

int readParams(const Kernel& kernel, void** params, void** extra, std::vector<uint8_t>& into) {
  into.assign(kernel.paramBytes, 0);
  if (params) {
    for (size_t each = 0; each < kernel.params.size(); each++) {
      if (!params[each]) return INVALID_VALUE;
      std::memcpy(into.data() + kernel.paramOffsets[each], params[each], kernel.params[each].bytes);
    }
    return SUCCESS;
  }
  const void* buffer = nullptr;
  size_t size = 0;
  for (; extra && *extra != PARAM_END; extra += 2) {
    if (*extra == PARAM_BUFFER_POINTER) buffer = extra[1];
    else if (*extra == PARAM_BUFFER_SIZE) size = *(size_t*)extra[1];
    else return INVALID_VALUE;
  }
  if (size < kernel.paramBytes || (kernel.paramBytes && !buffer)) return INVALID_VALUE;
  std::memcpy(into.data(), buffer, kernel.paramBytes);
  return SUCCESS;
}

int perform(Context* context, Launch& work) {
  Driver& all = driver();
  Outcome outcome = execute(work, all.counters);
  if (outcome.code != SUCCESS) all.kill(context, outcome.code, outcome.report);
  return outcome.code;
}

int blocksPerProcessor(const Kernel& kernel, int threads, size_t dynamicShared) {
  uint32_t warps = (uint32_t)(threads + 31) / 32, shared = kernel.sharedDeclared + (uint32_t)dynamicShared;
  uint32_t byThreads = THREADS_PER_PROCESSOR / (warps * 32);
  uint32_t byShared = shared ? SHARED_PER_PROCESSOR / shared : BLOCKS_PER_PROCESSOR;
  return (int)std::min({byThreads, byShared, BLOCKS_PER_PROCESSOR});
}

}  // namespace

namespace emu {

int launch(Stream* stream, LoadedFunction* function, const uint32_t (&grid)[3], const uint32_t (&block)[3],
           uint32_t dynamicShared, void** params, void** extra, bool cooperative) {
  if (int code = checkShape(*function, grid, block, dynamicShared); code != SUCCESS) return code;
  auto work = std::make_shared<Launch>();
  if (int code = readParams(*function->kernel, params, extra, work->params); code != SUCCESS) return code;
  Driver& all = driver();
  int injected = all.settings.launch.met(all.counters.launchCalls);
  work->kernel = function->kernel;
  std::copy(grid, grid + 3, work->grid.begin());
  std::copy(block, block + 3, work->blockSize.begin());
  work->dynamicShared = dynamicShared;
  work->cooperative = cooperative;
  work->memory = &all.memory;
  Context* context = stream->context;
  return enqueueOr(injected, text("a launch of ", work->kernel->name), stream, {work->kernel->name},
                   [work, context](const Passing& passing) {
    Driver& now = driver();
    work->number = ++now.launches;
    work->work = passing;
    work->checks = now.settings.checks;
    work->schedule = now.settings.schedule;
    return perform(context, *work);
  });
}

}  // namespace emu

namespace {

int launchFrom(void* handle, const uint32_t (&grid)[3], const uint32_t (&block)[3], unsigned shared, void* on,
               void** params, void** extra, bool cooperative) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    Stream* stream = streamOf(context, on);
    if (!function || !stream) return (int)INVALID_HANDLE;
    return launch(stream, function, grid, block, shared, params, extra, cooperative);
  });
}

}  // namespace

CUAPI cuLaunchKernel(void* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                     unsigned blockZ, unsigned shared, void* stream, void** params, void** extra) {
  return launchFrom(function, {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, shared, stream, params, extra, false);
}

CUAPI cuLaunchCooperativeKernel(void* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                                unsigned blockY, unsigned blockZ, unsigned shared, void* stream, void** params) {
  if ((uint64_t)gridX * gridY * gridZ > 40 * BLOCKS_PER_PROCESSOR) return COOPERATIVE_LAUNCH_TOO_LARGE;
  return launchFrom(function, {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, shared, stream, params, nullptr, true);
}

CUAPI cuLaunchHostFunc(void* on, void (*function)(void*), void* data) {
  return inContext([&](Context* context) {
    Stream* stream = streamOf(context, on);
    if (!stream) return (int)INVALID_HANDLE;
    return enqueue(stream, {"function"}, [=](const Passing&) { return function(data), (int)SUCCESS; });
  });
}

CUAPI cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, void* handle, int threads, size_t shared,
                                                           unsigned) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    if (!function) return (int)INVALID_HANDLE;
    if (threads <= 0 || threads > 1024) return (int)INVALID_VALUE;
    *blocks = blocksPerProcessor(*function->kernel, threads, shared);
    return (int)SUCCESS;
  });
}

CUAPI cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void* function, int threads, size_t shared) {
  return cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(blocks, function, threads, shared, 0);
}

CUAPI cuOccupancyMaxPotentialBlockSizeWithFlags(int* grid, int* block, void* handle, size_t (*sharedFor)(int),
                                                size_t shared, int limit, unsigned) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    if (!function) return (int)INVALID_HANDLE;
    int most = (int)function->kernel->maxThreads, best = 0;
    if (limit > 0) most = std::min(most, limit);
    for (int threads = most / 32 * 32; threads >= 32; threads -= 32) {
      int blocks = blocksPerProcessor(*function->kernel, threads, sharedFor ? sharedFor(threads) : shared);
      if (blocks * threads > best) best = blocks * threads, *block = threads, *grid = 40 * blocks;
    }
    return best ? (int)SUCCESS : (int)INVALID_VALUE;
  });
}

CUAPI cuOccupancyMaxPotentialBlockSize(int* grid, int* block, void* function, size_t (*sharedFor)(int), size_t shared,
                                       int limit) {
  return cuOccupancyMaxPotentialBlockSizeWithFlags(grid, block, function, sharedFor, shared, limit, 0);
}

CUAPI cuOccupancyAvailableDynamicSMemPerBlock(size_t* bytes, void* handle, int blocks, int threads) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    if (!function) return (int)INVALID_HANDLE;
    if (blocks <= 0 || threads <= 0) return (int)INVALID_VALUE;
    uint32_t each = SHARED_PER_PROCESSOR / (uint32_t)blocks;
    *bytes = each > function->kernel->sharedDeclared ? each - function->kernel->sharedDeclared : 0;
    return (int)SUCCESS;
  });
}
