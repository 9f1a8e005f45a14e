// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/list_output.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace gatehouse::ctl {
namespace {

std::optional<double> numberOf(const std::string& text)
{
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

/// The mappings to try: {"crm.contacts.get": {…}} in a file.
Result<json::Document> readMappings(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return fail(Errc::NotFound, fmt::format("{} cannot be read", file));
    }
    return json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

Result<std::string> requestBody(const Arguments& arguments)
{
    json::Arena arena;
    json::ObjectBuilder body(arena);
    std::vector<json::Value> ids;
    for (const std::string& word : arguments.words) {
        ids.push_back(arena.string(word));
    }
    if (!ids.empty()) {
        body.set("event_ids", arena.array(ids));
    }
    json::ObjectBuilder filter(arena);
    for (const auto& [name, value] : eventFilters(arguments)) {
        filter.set(name, value);
    }
    body.set("filter", filter.build());
    for (const auto& [option, name] : {std::pair{"count", "count"}, std::pair{"rate", "per_second"}}) {
        if (arguments.has(option)) {
            const auto number = numberOf(arguments.value(option));
            if (!number) {
                return fail(Errc::InvalidArgument, fmt::format("--{} needs a number", option));
            }
            body.set(name, json::Value::number(*number));
        }
    }
    for (const auto& [option, name] : {std::pair{"endpoint", "endpoint_id"}, std::pair{"to", "url"},
                                       std::pair{"signed-at", "signed_at"}}) {
        if (arguments.has(option)) {
            body.set(name, arguments.value(option));
        }
    }
    body.set("dry_run", json::Value::boolean(arguments.has("dry-run")));
    body.set("keep_id", json::Value::boolean(!arguments.has("new-id")));
    body.set("take_in", json::Value::boolean(arguments.has("take-in")));
    body.set("bypass_dedupe", json::Value::boolean(!arguments.has("dedupe")));
    json::Document mappings;
    if (arguments.has("mappings")) {
        GH_ASSIGN(mappings, readMappings(arguments.value("mappings")));
        body.set("mappings", *mappings);
    }
    return json::write(body.build());
}

std::string changesOf(const json::Value& item)
{
    std::string out = fmt::format("{} {}{}{}\n", item["event_id"].asString(), item["state"].asString(),
                                  item["error"].isString() ? ": " : "", item["error"].asString());
    for (const json::Value& change : item["changes"].items()) {
        out += fmt::format("  {} {}: {} → {}\n", change["kind"].asString(), change["pointer"].asString(),
                           json::write(change["before"]), json::write(change["after"]));
    }
    return out;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    if (arguments.words.empty() && eventFilters(arguments).empty()) {
        complain("gatehousectl: name events, or say which with options. See gatehousectl replay --help.");
        co_return ExitCode::Usage;
    }
    auto body = requestBody(arguments);
    if (!body) {
        complain(body.error());
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    ApiRequest request;
    request.method = "POST";
    request.path = "/v1/replays";
    request.headers.set("Content-Type", "application/json");
    request.body = std::move(*body);
    auto sending = (*client)->send(std::move(request));
    const auto answer = co_await sending;
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    const auto parsed = json::parse(std::string_view(answer->body));
    if (answer->status != 202 || !parsed) {
        complain(problemLine(answer->status, parsed ? **parsed : json::Value()));
        co_return ExitCode::Failed;
    }
    const json::Value replay = **parsed;
    if (arguments.has("dry-run")) {
        for (const json::Value& item : replay["items"].items()) {
            print(changesOf(item));
        }
        print(fmt::format("{} events, {} would change, {} failed\n", replay["total"].asInt(),
                          replay["changed"].asInt(), replay["failed"].asInt()));
    } else {
        print(fmt::format("{} of {} events\n", replay["id"].asString(), replay["total"].asInt()));
    }
    co_return ExitCode::Done;
}

} // namespace

Command replayCommand()
{
    std::vector<CommandOption> options{
        {"dry-run", "", "Only say what would change."},
        {"mappings", "FILE", "With --dry-run: try these mappings ({\"crm.contacts.get\": {…}})."},
        {"endpoint", "ID", "Only to this endpoint."},
        {"to", "URL", "To this URL instead; signed with the secret of --endpoint."},
        {"new-id", "", "With another webhook-id, for receivers that have seen the first."},
        {"signed-at", "TIME", "Sign with this time, or with \"received\". Default: now."},
        {"take-in", "", "Take the same bytes in again, as new webhooks."},
        {"dedupe", "", "With --take-in: they may be duplicates of those they copy."},
        {"count", "N", "At most that many. Default: 100."},
        {"rate", "N", "At most that many a second."}};
    std::ranges::copy(eventFilterOptions(), std::back_inserter(options));
    return {
        "replay",
        "[EVENT…] [options]",
        "Send received webhooks through today's mapping to their subscribers again.",
        "A replay keeps the event's id, is signed anew and is marked; it is tried once. With --dry-run\n"
        "nothing is sent or fetched: it says what would be different from the first time, field by field.\n",
        std::move(options),
        true,
        run};
}

} // namespace gatehouse::ctl
