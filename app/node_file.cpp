// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node_file.h"

#include "core/json/parse.h"
#include "core/json/write.h"

#include <QFileDevice>
#include <QSaveFile>
#include <QString>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>

namespace gatehouse::app {
namespace {

constexpr std::string_view kName = "node.json";

/// Whether that process is there, be it ours or somebody else's.
bool isRunning(std::int64_t processId)
{
    return processId > 0 && (kill(static_cast<pid_t>(processId), 0) == 0 || errno == EPERM);
}

} // namespace

Status writeNodeFile(const std::filesystem::path& dataDir, const NodeFile& node)
{
    json::Arena arena;
    json::ObjectBuilder object(arena);
    object.set("api", std::string_view(node.apiUrl));
    object.set("pid", json::Value::integer(node.processId));
    object.set("version", std::string_view(node.version));
    const auto text = json::write(object.build()) + "\n";

    const auto path = dataDir / kName;
    QSaveFile file(QString::fromStdString(path.string()));
    const bool written = file.open(QIODevice::WriteOnly)
                         && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
                         && file.write(text.data(), static_cast<qint64>(text.size())) >= 0 && file.commit();
    if (!written) {
        return fail(Error{Errc::Unavailable, file.errorString().toStdString(), path.string(), {}, {}});
    }
    return {};
}

Result<NodeFile> readNodeFile(const std::filesystem::path& dataDir)
{
    const auto path = dataDir / kName;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return fail(Error{Errc::NotFound, "no node has written it", path.string(), {}, {}});
    }
    GH_ASSIGN(const auto document,
              json::parse(std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}));
    NodeFile node;
    node.apiUrl = document.root()["api"].asString();
    node.processId = document.root()["pid"].asInt();
    node.version = document.root()["version"].asString();
    if (!isRunning(node.processId)) {
        return fail(Error{Errc::NotFound, "the node that wrote it has ended", path.string(), {}, {}});
    }
    return node;
}

void removeNodeFile(const std::filesystem::path& dataDir) noexcept
{
    std::error_code ignored;
    std::filesystem::remove(dataDir / kName, ignored);
}

} // namespace gatehouse::app
