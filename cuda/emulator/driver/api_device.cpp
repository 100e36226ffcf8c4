// Start-up, errors, devices.
#include <cstring>

#include "driver/driver.hpp"

using namespace emu;

namespace {

int onDevice(int device, const std::function<int()>& body) {
  return guarded([&] {
    if (!driver().initialised) return (int)NOT_INITIALIZED;
    return device < 0 || device >= driver().settings.devices ? (int)INVALID_DEVICE : body();
  });
}

struct Attribute {
  int number;
  int value;
};

// As on a small GPU of compute capability 7.5.
constexpr Attribute ATTRIBUTES[] = {
    {1, 1024}, {2, 1024}, {3, 1024}, {4, 64},                // block
    {5, 2147483647}, {6, 65535}, {7, 65535},                 // grid
    {8, 49152}, {9, 65536}, {10, 32}, {11, 2147483647},      // shared, constant, warp, pitch
    {12, 65536}, {13, 1590000}, {14, 512}, {15, 1}, {16, 40}, // registers, clock, texture, overlap, processors
    {17, 0}, {18, 0}, {19, 1}, {20, 0}, {31, 1}, {32, 0}, {33, 0}, {34, 0},
    {36, 5001000}, {37, 256}, {38, 4194304}, {39, 1024}, {40, 3}, {41, 1},
    {50, 0}, {78, 1}, {79, 1}, {80, 1}, {81, 65536}, {82, 65536}, {83, 1}, {84, 0}, {86, 0}, {88, 0}, {89, 1}, {90, 1},
    {91, 1}, {95, 1}, {97, 65536}, {99, 1}, {106, 16}, {111, 0}, {115, 1}};

}  // namespace

CUAPI cuInit(unsigned flags) {
  return guarded([&] {
    if (flags != 0) return (int)INVALID_VALUE;
    if (driver().settings.devices == 0) return 100;  // CUDA_ERROR_NO_DEVICE
    driver().initialised = true;
    return (int)SUCCESS;
  });
}

CUAPI cuDriverGetVersion(int* version) {
  if (!version) return INVALID_VALUE;
  *version = 12060;
  return SUCCESS;
}

CUAPI cuGetErrorName(int code, const char** name) {
  *name = codeName(code);
  return *name ? SUCCESS : INVALID_VALUE;
}

CUAPI cuGetErrorString(int code, const char** text) {
  *text = codeText(code);
  return *text ? SUCCESS : INVALID_VALUE;
}

CUAPI cuDeviceGetCount(int* count) {
  return guarded([&] {
    if (!driver().initialised) return (int)NOT_INITIALIZED;
    *count = driver().settings.devices;
    return (int)SUCCESS;
  });
}

CUAPI cuDeviceGet(int* device, int ordinal) {
  return onDevice(ordinal, [&] { return *device = ordinal, (int)SUCCESS; });
}

CUAPI cuDeviceGetName(char* name, int length, int device) {
  return onDevice(device, [&] {
    if (length <= 0) return (int)INVALID_VALUE;
    std::strncpy(name, "Millrace emulated GPU", (size_t)length);
    name[length - 1] = '\0';
    return (int)SUCCESS;
  });
}

CUAPI cuDeviceGetUuid(char* uuid, int device) {
  return onDevice(device, [&] {
    std::memcpy(uuid, "millrace-emu-gpu", 16);
    uuid[15] = (char)device;
    return (int)SUCCESS;
  });
}

CUAPI cuDeviceTotalMem_v2(size_t* bytes, int device) {
  return onDevice(device, [&] { return *bytes = driver().settings.memoryBytes, (int)SUCCESS; });
}

CUAPI cuDeviceGetAttribute(int* value, int attribute, int device) {
  return onDevice(device, [&] {
    int capability = driver().settings.capability;
    if (attribute == 75) return *value = capability / 10, (int)SUCCESS;
    if (attribute == 76) return *value = capability % 10, (int)SUCCESS;
    if (attribute == 34) return *value = device, (int)SUCCESS;
    for (const Attribute& each : ATTRIBUTES)
      if (each.number == attribute) return *value = each.value, (int)SUCCESS;
    if (attribute < 1 || attribute > 140) return (int)INVALID_VALUE;
    return *value = 0, (int)SUCCESS;
  });
}

CUAPI cuDeviceComputeCapability(int* major, int* minor, int device) {
  return onDevice(device, [&] {
    *major = driver().settings.capability / 10;
    *minor = driver().settings.capability % 10;
    return (int)SUCCESS;
  });
}

CUAPI cuDeviceCanAccessPeer(int* can, int device, int peer) {
  return onDevice(device, [&] { return onDevice(peer, [&] { return *can = 0, (int)SUCCESS; }); });
}

CUAPI cuDeviceGetPCIBusId(char* id, int length, int device) {
  return onDevice(device, [&] { return std::snprintf(id, (size_t)length, "0000:00:%02x.0", device), (int)SUCCESS; });
}
