// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::ctl {
namespace {

/// "name=value" of --query, "Name: value" of --header.
Result<std::pair<std::string, std::string>> splitAt(const std::string& text, char separator,
                                                    std::string_view option)
{
    const auto at = text.find(separator);
    if (at == std::string::npos || at == 0) {
        return fail(Errc::InvalidArgument,
                    fmt::format("--{} takes NAME{}VALUE, not '{}'", option, separator, text));
    }
    const auto value = text.find_first_not_of(' ', at + 1);
    return std::pair(text.substr(0, at), value == std::string::npos ? "" : text.substr(value));
}

/// The verb of a unified method; empty for an unknown one.
std::string verbOf(std::string_view method)
{
    constexpr std::pair<std::string_view, std::string_view> kVerbs[] = {
        {"list", "GET"}, {"get", "GET"}, {"create", "POST"}, {"update", "PATCH"}, {"delete", "DELETE"}};
    for (const auto& [name, verb] : kVerbs) {
        if (name == method) {
            return std::string(verb);
        }
    }
    return {};
}

bool isHttpMethod(const std::string& word)
{
    return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// ACCOUNT MODEL RESOURCE METHOD
Status readUnified(ApiRequest& request, const Arguments& arguments)
{
    const auto& words = arguments.words;
    request.method = verbOf(words[3]);
    if (request.method.empty()) {
        return fail(Errc::InvalidArgument,
                    fmt::format("METHOD is list, get, create, update or delete, not '{}'", words[3]));
    }
    const bool needsId = words[3] == "get" || words[3] == "update" || words[3] == "delete";
    if (needsId != arguments.has("id")) {
        return fail(Errc::InvalidArgument, needsId ? fmt::format("{} needs --id", words[3])
                                                   : fmt::format("{} takes no --id", words[3]));
    }
    request.path = fmt::format("/v1/unified/{}/{}", percentEncode(words[1]), percentEncode(words[2]));
    if (needsId) {
        request.path += "/" + percentEncode(arguments.value("id"));
    }
    request.query.emplace_back("account_id", words[0]);
    if (arguments.has("remote-data")) {
        request.query.emplace_back("remote_data", "true");
    }
    return {};
}

/// ACCOUNT HTTP-METHOD /PATH
Status readProxy(ApiRequest& request, const Arguments& arguments)
{
    const auto& words = arguments.words;
    if (!words[2].starts_with('/')) {
        return fail(Errc::InvalidArgument, fmt::format("a proxied path starts with '/', not '{}'", words[2]));
    }
    if (arguments.has("id") || arguments.has("remote-data")) {
        return fail(Errc::InvalidArgument, "--id and --remote-data belong to unified calls");
    }
    request.method = words[1];
    const auto mark = words[2].find('?');
    request.path = fmt::format("/v1/proxy/{}{}", percentEncode(words[0]), words[2].substr(0, mark));
    if (mark != std::string::npos) {
        request.query = parseQuery(std::string_view(words[2]).substr(mark + 1));
    }
    return {};
}

Result<ApiRequest> readRequest(const Arguments& arguments)
{
    ApiRequest request;
    if (arguments.words.size() == 3 && isHttpMethod(arguments.words[1])) {
        GH_TRY(readProxy(request, arguments));
    } else if (arguments.words.size() == 4) {
        GH_TRY(readUnified(request, arguments));
    } else {
        return fail(Errc::InvalidArgument,
                    "give ACCOUNT MODEL RESOURCE METHOD, or ACCOUNT HTTP-METHOD /PATH");
    }
    for (const auto& text : arguments.values("query")) {
        GH_ASSIGN(auto pair, splitAt(text, '=', "query"));
        request.query.push_back(std::move(pair));
    }
    for (const auto& text : arguments.values("header")) {
        GH_ASSIGN(auto pair, splitAt(text, ':', "header"));
        if (!net::isValidHeader(pair.first, pair.second)) {
            return fail(Errc::InvalidArgument, fmt::format("--header '{}' is no header field", text));
        }
        request.headers.add(pair.first, pair.second);
    }
    request.body = arguments.value("body");
    if (request.body.starts_with('@')) {
        GH_ASSIGN(request.body, readInput(request.body.substr(1)));
    }
    return request;
}

void printRaw(const net::ClientResponse& answer)
{
    print(fmt::format("HTTP/1.1 {} {}\n", answer.status, answer.reason));
    for (const auto& field : answer.headers) {
        print(fmt::format("{}: {}\n", field.name, field.value));
    }
    print("\n");
    print(answer.body);
    print("\n");
}

ExitCode printAnswer(const net::ClientResponse& answer, bool raw)
{
    const auto document = json::parse(std::string_view(answer.body));
    if (raw) {
        printRaw(answer);
    } else if (document) {
        print(json::writePretty(document->root()) + "\n");
    } else {
        print(answer.body);
    }
    if (answer.status < 400) {
        return ExitCode::Done;
    }
    complain("gatehousectl: " + problemLine(answer.status, document ? document->root() : json::Value()));
    return ExitCode::Failed;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    auto request = readRequest(arguments);
    if (!request) {
        complain(request.error());
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    const auto answer = co_await (*client)->send(std::move(*request));
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    co_return printAnswer(*answer, arguments.has("raw"));
}

} // namespace

Command callCommand()
{
    return {
        "call",
        "ACCOUNT MODEL RESOURCE METHOD [options]\n"
        "       gatehousectl call ACCOUNT HTTP-METHOD /PATH [options]",
        "Make a unified call, or pass a call through to the provider.",
        "METHOD is list, get, create, update or delete. The answer is printed as indented JSON; the exit\n"
        "status is 1 when it is an error.\n",
        {{"id", "ID", "The record, for get, update and delete."},
         {"query", "NAME=VALUE", "A query parameter; may be given several times."},
         {"header", "NAME:VALUE", "A header field; may be given several times."},
         {"body", "TEXT", "The request's body; @FILE reads a file and @- standard input."},
         {"remote-data", "", "Add the provider's raw record to each record."},
         {"raw", "", "Print status, header fields and body as they came."}},
        true,
        run};
}

} // namespace gatehouse::ctl
