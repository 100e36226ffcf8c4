#include "driver/settings.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace emu {
namespace {

template <class T>
bool number(std::string_view value, T& into) {
  T parsed{};
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (error != std::errc() || end != value.data() + value.size()) return false;
  into = parsed;
  return true;
}

bool truth(std::string_view value, bool& into) {
  if (value != "true" && value != "false") return false;
  into = value == "true";
  return true;
}

bool mode(std::string_view value, Mode& into) {
  if (value == "round-robin") into = Mode::RoundRobin;
  else if (value == "reverse") into = Mode::Reverse;
  else if (value == "random") into = Mode::Random;
  else if (value == "serial") into = Mode::Serial;
  else return false;
  return true;
}

}  // namespace

bool Settings::set(std::string_view name, std::string_view value) {
  if (name == "schedule") return mode(value, schedule.mode);
  if (name == "seed") return number(value, schedule.seed);
  if (name == "workers") return number(value, schedule.workers) && schedule.workers >= 1;
  if (name == "reproducible") return truth(value, schedule.reproducible);
  if (name == "patience") return number(value, schedule.patience);
  if (name == "check.uninitialised") return truth(value, checks.uninitialised);
  if (name == "check.shared-races") return truth(value, checks.sharedRaces);
  if (name == "check.global-races") return truth(value, checks.globalRaces);
  if (name == "counters") return truth(value, checks.counters);
  if (name == "counters.kernels") return truth(value, checks.countKernels);
  if (name == "cache") return number(value, checks.cacheBytes);
  if (name == "devices") return number(value, devices) && devices >= 0;
  if (name == "capability") return number(value, capability);
  if (name == "memory") return number(value, memoryBytes);
  if (name == "streams") return value == "eager" || value == "lazy" ? (eagerStreams = value == "eager", true) : false;
  if (name == "log") return truth(value, log);
  if (name.starts_with("fail.")) {
    name.remove_prefix(5);
    bool code = name.ends_with(".code");
    if (code) name.remove_suffix(5);
    InjectedFault* named = fault(name);
    return named && (code ? number(value, named->code) : number(value, named->left));
  }
  return false;
}

InjectedFault* Settings::fault(std::string_view name) {
  if (name == "allocation") return &allocation;
  if (name == "launch") return &launch;
  if (name == "copy") return &copy;
  if (name == "creation") return &creation;
  if (name == "wait") return &wait;
  return nullptr;
}

Settings Settings::fromEnvironment() {
  Settings settings;
  settings.schedule.workers = std::max(1u, std::thread::hardware_concurrency());
  const char* given = std::getenv("MILLRACE_EMU");
  for (std::string_view rest = given ? given : ""; !rest.empty();) {
    std::string_view pair = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !settings.set(pair.substr(0, equals), pair.substr(equals + 1)))
      std::fprintf(stderr, "MILLRACE_EMU: no such setting: %.*s\n", (int)pair.size(), pair.data());
  }
  return settings;
}

}  // namespace emu
