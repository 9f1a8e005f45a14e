// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/port_holder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

namespace gatehouse::net {

namespace {

namespace fs = std::filesystem;

/// "socket:[inode]" of every socket that listens on the port (proc(5), /proc/net/tcp).
void addListeners(const char* table, std::uint16_t port, std::set<std::string>& sockets)
{
    static constexpr std::string_view kListening = "0A";
    const auto wanted = fmt::format(":{:04X}", port);
    std::ifstream file(table);
    std::string line;
    std::getline(file, line); // the names of the columns
    while (std::getline(file, line)) {
        std::istringstream columns(line);
        std::string slot;
        std::string local;
        std::string remote;
        std::string state;
        std::string skipped;
        std::string inode;
        columns >> slot >> local >> remote >> state >> skipped >> skipped >> skipped >> skipped >> skipped
            >> inode;
        if (columns && state == kListening && local.ends_with(wanted)) {
            sockets.insert("socket:[" + inode + "]");
        }
    }
}

bool holdsOneOf(const fs::path& process, const std::set<std::string>& sockets)
{
    std::error_code error;
    for (fs::directory_iterator it(process / "fd", error), end; !error && it != end; it.increment(error)) {
        std::error_code unreadable;
        const auto target = fs::read_symlink(it->path(), unreadable);
        if (!unreadable && sockets.contains(target.string())) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string portHolder(std::uint16_t port)
{
    std::set<std::string> sockets;
    addListeners("/proc/net/tcp", port, sockets);
    addListeners("/proc/net/tcp6", port, sockets);
    if (sockets.empty()) {
        return {};
    }
    std::error_code error;
    for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
        const auto pid = it->path().filename().string();
        const bool isProcess =
            std::all_of(pid.begin(), pid.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (isProcess && holdsOneOf(it->path(), sockets)) {
            std::string name;
            std::ifstream comm(it->path() / "comm");
            std::getline(comm, name);
            return fmt::format("{} (process {})", name, pid);
        }
    }
    return {};
}

} // namespace gatehouse::net
