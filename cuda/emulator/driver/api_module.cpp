// Modules of PTX text, their functions and variables.
#include <cstring>
#include <fstream>
#include <sstream>

#include "driver/driver.hpp"
#include "report/text.hpp"

using namespace emu;

namespace {

constexpr int JIT_ERROR_LOG_BUFFER = 5, JIT_ERROR_LOG_BUFFER_BYTES = 6;

void placeVariables(LoadedModule& loaded, const Module& module) {
  for (const Variable& variable : module.variables) {
    if (variable.space != Space::Global && variable.space != Space::Const) continue;
    if (variable.external) throw PtxError(variable.line, "external variables are not supported: " + variable.name);
    Allocation* place =
        driver().memory.allocate(std::max<uint64_t>(variable.bytes, 1), MemoryKind::Variable, loaded.context->id, false);
    if (!place) throw std::bad_alloc();
    std::memset((void*)place->base, 0, variable.bytes);
    std::memcpy((void*)place->base, variable.initial.data(), std::min<size_t>(variable.initial.size(), variable.bytes));
    loaded.symbols[variable.name] = place->base;
    loaded.sizes[variable.name] = variable.bytes;
  }
}

void freeVariables(LoadedModule& loaded) {
  for (auto& [name, address] : loaded.symbols)
    if (Allocation* place = driver().memory.find(address)) driver().memory.free(place);
}

int load(Context* context, const std::string& image, void** handle) {
  int injected = driver().settings.creation.met(driver().counters.creations);
  if (injected != SUCCESS) return failNow(context, injected, "a module's load");
  if (image.size() < 4 || image.compare(0, 4, "\x7f" "ELF") == 0) return INVALID_IMAGE;
  auto source = std::make_shared<const Module>(parse(image));
  if (source->target > driver().settings.capability) {
    driver().report = text("the module is for sm_", source->target, ", the device is ", driver().settings.capability);
    return 209;  // CUDA_ERROR_NO_BINARY_FOR_GPU
  }
  auto loaded = std::make_unique<LoadedModule>();
  loaded->context = context;
  loaded->source = source;
  try {
    placeVariables(*loaded, *source);
    for (const Function& function : source->functions) {
      auto made = std::make_unique<LoadedFunction>();
      made->module = loaded.get();
      made->kernel = decode(source, function, loaded->symbols);
      if (function.entry) loaded->functions[function.name] = std::move(made);
    }
  } catch (...) {
    freeVariables(*loaded);
    throw;
  }
  *handle = loaded.get();
  context->modules.insert(std::move(loaded));
  return SUCCESS;
}

std::set<std::unique_ptr<LoadedModule>>::iterator find(Context* context, void* handle) {
  auto each = context->modules.begin();
  while (each != context->modules.end() && each->get() != handle) ++each;
  return each;
}

void writeLog(unsigned count, int* options, void** values) {
  char* buffer = nullptr;
  size_t bytes = 0;
  for (unsigned each = 0; each < count; each++) {
    if (options[each] == JIT_ERROR_LOG_BUFFER) buffer = (char*)values[each];
    if (options[each] == JIT_ERROR_LOG_BUFFER_BYTES) bytes = (size_t)(uintptr_t)values[each];
  }
  if (buffer && bytes) std::snprintf(buffer, bytes, "%s", driver().report.c_str());
}

}  // namespace

CUAPI cuModuleLoadData(void** module, const void* image) {
  return inContext([&](Context* context) { return image ? load(context, (const char*)image, module) : (int)INVALID_VALUE; });
}

CUAPI cuModuleLoadDataEx(void** module, const void* image, unsigned count, int* options, void** values) {
  int code = cuModuleLoadData(module, image);
  if (code == INVALID_PTX) writeLog(count, options, values);
  return code;
}

CUAPI cuModuleLoad(void** module, const char* path) {
  return inContext([&](Context* context) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return (int)FILE_NOT_FOUND;
    std::ostringstream all;
    all << file.rdbuf();
    return load(context, all.str(), module);
  });
}

CUAPI cuModuleUnload(void* handle) {
  return inContext([&](Context* context) {
    auto found = find(context, handle);
    if (found == context->modules.end()) return (int)INVALID_HANDLE;
    int code = finish(context);
    freeVariables(**found);
    context->modules.erase(found);
    return code;
  });
}

CUAPI cuModuleGetFunction(void** function, void* handle, const char* name) {
  return inContext([&](Context* context) {
    auto found = find(context, handle);
    if (found == context->modules.end()) return (int)INVALID_HANDLE;
    auto named = (*found)->functions.find(name);
    if (named == (*found)->functions.end()) return (int)NOT_FOUND;
    *function = named->second.get();
    return (int)SUCCESS;
  });
}

CUAPI cuModuleGetGlobal_v2(DevicePointer* address, size_t* bytes, void* handle, const char* name) {
  return inContext([&](Context* context) {
    auto found = find(context, handle);
    if (found == context->modules.end()) return (int)INVALID_HANDLE;
    auto named = (*found)->symbols.find(name);
    if (named == (*found)->symbols.end()) return (int)NOT_FOUND;
    if (address) *address = named->second;
    if (bytes) *bytes = (*found)->sizes[name];
    return (int)SUCCESS;
  });
}

CUAPI cuModuleGetLoadingMode(int* mode) { return *mode = 1, (int)SUCCESS; }

namespace emu {

LoadedFunction* functionOf(Context* context, void* handle) {
  for (auto& module : context->modules)
    for (auto& [name, function] : module->functions)
      if (function.get() == handle) return function.get();
  return nullptr;
}

}  // namespace emu

CUAPI cuFuncGetModule(void** module, void* handle) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    if (!function) return (int)INVALID_HANDLE;
    *module = function->module;
    return (int)SUCCESS;
  });
}

CUAPI cuFuncGetAttribute(int* value, int attribute, void* handle) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    if (!function) return (int)INVALID_HANDLE;
    const Kernel& kernel = *function->kernel;
    switch (attribute) {
      case 0: *value = (int)kernel.maxThreads; break;
      case 1: *value = (int)kernel.sharedDeclared; break;
      case 2: case 7: *value = 0; break;
      case 3: *value = (int)kernel.localBytes; break;
      // The assembler's count is not known; a common one stands for it.
      case 4: *value = 32; break;
      case 5: *value = kernel.target; break;
      case 6: *value = driver().settings.capability; break;
      case 8: *value = function->dynamicSharedLimit - (int)kernel.sharedDeclared; break;
      case 9: *value = function->carveout; break;
      default: return (int)INVALID_VALUE;
    }
    return (int)SUCCESS;
  });
}

CUAPI cuFuncSetAttribute(void* handle, int attribute, int value) {
  return inContext([&](Context* context) {
    LoadedFunction* function = functionOf(context, handle);
    if (!function) return (int)INVALID_HANDLE;
    if (attribute == 9) return function->carveout = value, (int)SUCCESS;
    int whole = value + (int)function->kernel->sharedDeclared;
    if (attribute != 8 || value < 0 || whole > 64 * 1024) return (int)INVALID_VALUE;
    function->dynamicSharedLimit = whole;
    return (int)SUCCESS;
  });
}

CUAPI cuFuncSetCacheConfig(void* handle, int) {
  return inContext([&](Context* context) { return functionOf(context, handle) ? (int)SUCCESS : (int)INVALID_HANDLE; });
}
