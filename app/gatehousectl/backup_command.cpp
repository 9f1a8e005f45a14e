// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <filesystem>

namespace gatehouse::ctl {
namespace {

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    if (arguments.words.size() != 1) {
        complain("gatehousectl: backup takes one FILE, which must not be there yet");
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    json::Arena arena;
    json::ObjectBuilder body(arena);
    body.set("file", std::filesystem::absolute(arguments.words.front()).string());
    ApiRequest request;
    request.method = "POST";
    request.path = "/v1/backup";
    request.body = json::write(body.build());
    auto sent = (*client)->request(std::move(request));
    const auto answer = co_await std::move(sent);
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    print(fmt::format("{}: {} bytes\n", answer->root()["file"].asString(), answer->root()["bytes"].asInt()));
    co_return ExitCode::Done;
}

} // namespace

Command backupCommand()
{
    return {
        "backup",
        "FILE [options]",
        "Copy a running node's databases into one archive.",
        "The node writes FILE (a tar archive of gatehouse.db and vault.db, mode 0600), so it lies on the "
        "node's\n"
        "machine. Credentials stay sealed; the vault's key is not in it: keep that elsewhere.\n"
        "To restore: stop the node, remove gatehouse.db and vault.db with their -wal and -shm from the data\n"
        "directory, then tar -xf FILE -C DATA_DIR and start the node.\n",
        {},
        true,
        run};
}

} // namespace gatehouse::ctl
