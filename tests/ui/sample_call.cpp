// SPDX-License-Identifier: GPL-3.0-or-later
// Calls to three made-up providers, each with its own addresses, limits and errors.
#include "tests/ui/console_world.h"

#include <array>
#include <string_view>

namespace gatehouse::test {

namespace {

/// How a provider refuses or fails.
struct Failure
{
    int providerStatus;
    const char* detail;
    const char* body;
};

struct Provider
{
    std::string_view slug;
    const char* listPath;
    const char* getPath; ///< Also what the proxy is asked for.
    const char* listBody;
    const char* getBody;
    const char* limitHeader;     ///< Empty: it sends none.
    const char* remainingHeader; ///< Empty: it sends none.
    const char* policy;
    int window; ///< Seconds.
    int limit;
    int remaining;
    int reset;
    int retryAfter;
    Failure limited;
    Failure signedOut;
    Failure broken;
};

constexpr std::array kProviders{
    Provider{
        "hublike",
        "/crm/v3/objects/contacts?limit=1&properties=email,firstname,lastname,mobilephone",
        "/crm/v3/objects/contacts/151",
        R"({"results":[{"id":"151","properties":{"email":"lovelace@example.com","firstname":"Ada","lastname":"Lovelace","mobilephone":"030 12345670"},"createdAt":"2025-05-19T12:34:56Z"}],"paging":{"next":{"after":"MTUx"}}})",
        R"({"id":"151","properties":{"email":"lovelace@example.com","firstname":"Ada","lastname":"Lovelace","mobilephone":"030 12345670"},"createdAt":"2025-05-19T12:34:56Z"})",
        "X-HubLike-RateLimit-Max",
        "X-HubLike-RateLimit-Remaining",
        "burst",
        10,
        110,
        18,
        4,
        4,
        {429, "You have reached your ten_secondly_rolling limit.",
         R"({"status":"error","message":"You have reached your ten_secondly_rolling limit.","category":"RATE_LIMITS"})"},
        {401, "The access token is expired",
         R"({"status":"error","message":"The access token is expired","category":"EXPIRED_AUTHENTICATION"})"},
        {503, "The service is temporarily unavailable",
         R"({"status":"error","message":"The service is temporarily unavailable"})"}},
    Provider{
        "salesfarce",
        "/services/data/v61.0/query?q=SELECT+Id,Email,FirstName,LastName,MobilePhone+FROM+Contact+LIMIT+1",
        "/services/data/v61.0/sobjects/Contact/0035g00000A1b2c",
        R"({"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v61.0/query/01g-1","records":[{"Id":"0035g00000A1b2c","Email":"lovelace@example.com","FirstName":"Ada","LastName":"Lovelace","MobilePhone":"030 12345670"}]})",
        R"({"Id":"0035g00000A1b2c","Email":"lovelace@example.com","FirstName":"Ada","LastName":"Lovelace","MobilePhone":"030 12345670"})",
        "SalesFarce-Limit-Max",
        "SalesFarce-Limit-Remaining",
        "daily",
        86'400,
        15'000,
        412,
        120,
        30,
        {403, "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.",
         R"([{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}])"},
        {401, "INVALID_SESSION_ID: Session expired or invalid",
         R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])"},
        {503, "SERVER_UNAVAILABLE: too busy",
         R"([{"message":"too busy","errorCode":"SERVER_UNAVAILABLE"}])"}},
    Provider{
        "quickboox",
        "/v3/company/4620816365/query?query=SELECT+*+FROM+Customer+MAXRESULTS+1",
        "/v3/company/4620816365/customer/58",
        R"({"QueryResponse":{"Customer":[{"Id":"58","GivenName":"Ada","FamilyName":"Lovelace","Mobile":{"FreeFormNumber":"030 12345670"}}],"startPosition":1,"maxResults":1}})",
        R"({"Customer":{"Id":"58","GivenName":"Ada","FamilyName":"Lovelace","Mobile":{"FreeFormNumber":"030 12345670"}}})",
        "",
        "",
        "minute",
        60,
        500,
        371,
        22,
        22,
        {429, "3001: ThrottleExceeded",
         R"({"Fault":{"Error":[{"Message":"ThrottleExceeded","code":"3001"}],"type":"SERVICE"}})"},
        {401, "3200: Token revoked",
         R"({"Fault":{"Error":[{"Message":"Token revoked","code":"3200"}],"type":"AUTHENTICATION"}})"},
        {503, "10000: An unexpected error occurred",
         R"({"Fault":{"Error":[{"Message":"An unexpected error occurred","code":"10000"}],"type":"SystemFault"}})"}},
};

const Provider& providerOf(std::string_view accountId)
{
    return accountId == "acc_2"                           ? kProviders[2]
           : accountId == "acc_3" || accountId == "acc_5" ? kProviders[1]
                                                          : kProviders[0];
}

const Failure& failureOf(const Provider& provider, int status)
{
    return status == 429 ? provider.limited : status == 401 ? provider.signedOut : provider.broken;
}

void addProblem(CallDetail& call, const Provider& provider)
{
    const int status = call.summary.status;
    const auto& failure = failureOf(provider, status);
    const bool limited = status == 429;
    Problem problem;
    problem.category = limited ? "rate_limited" : status == 401 ? "auth_failure" : "server_error";
    problem.type = problem.category;
    problem.title = limited         ? "Rate limited by the provider"
                    : status == 401 ? "Refused by the provider"
                                    : "The provider failed";
    problem.detail = failure.detail;
    problem.status = status;
    problem.origin = "provider";
    problem.provider = call.summary.integration;
    problem.operation = call.summary.operation;
    problem.providerStatus = failure.providerStatus;
    problem.providerError = jsonDocument(failure.body);
    problem.retryable = status != 401;
    problem.reauth = status == 401;
    problem.retryAfter = limited ? std::optional<std::int64_t>(provider.retryAfter) : std::nullopt;
    problem.occurredAt = call.summary.startedAt;
    problem.requestId = call.summary.id;
    call.summary.category = problem.category;
    call.summary.providerStatus = problem.providerStatus;
    call.problem = problem;
    call.responseBody = R"({"type":"urn:gatehouse:error:)" + problem.category + R"(","title":")"
                        + problem.title + R"(","status":)" + std::to_string(status) + R"(,"detail":")"
                        + problem.detail + '"';
    if (limited) {
        call.responseBody += R"(,"retry_after":)" + std::to_string(provider.retryAfter);
    }
    call.responseBody += "}";
}

enum class Operation
{
    List,
    Get,
    Proxy
};

Exchange exchangeOf(const CallSummary& summary, const Provider& provider, Operation operation)
{
    Exchange exchange;
    exchange.method = "GET";
    exchange.url = std::string("http://127.0.0.1:41873")
                   + (operation == Operation::List ? provider.listPath : provider.getPath);
    exchange.requestHeaders = {{"Authorization", "Bearer ••••9f2a"}, {"Accept", "application/json"}};
    exchange.status = summary.providerStatus;
    exchange.responseHeaders = {{"Content-Type", "application/json"}};
    const bool limited = summary.status == 429;
    if (*provider.limitHeader != '\0') {
        exchange.responseHeaders.push_back({provider.limitHeader, std::to_string(provider.limit)});
        exchange.responseHeaders.push_back(
            {provider.remainingHeader, std::to_string(limited ? 0 : provider.remaining)});
    }
    if (limited) {
        exchange.responseHeaders.push_back({"Retry-After", std::to_string(provider.retryAfter)});
    }
    exchange.responseBody = summary.status >= 400          ? failureOf(provider, summary.status).body
                            : operation == Operation::List ? provider.listBody
                                                           : provider.getBody;
    exchange.responseBodyBytes = static_cast<std::int64_t>(exchange.responseBody.size());
    exchange.duration = summary.upstream;
    return exchange;
}

void addStages(CallDetail& call, const Provider& provider, Operation operation)
{
    const auto part = call.summary.duration / 20;
    const bool failed = call.summary.status >= 400;
    const int left = call.summary.status == 429 ? 1 : provider.remaining + 1; // before this call took one
    call.stages = {
        {"resolve", part / 2, "snapshot 41, mapping of 3 levels"},
        {"shape_in", part / 4, ""},
        {"guard", part / 10, "breaker closed"},
        {"authorize", part, "token valid for 41 min"},
        {"throttle", part / 10, std::to_string(left) + " of " + std::to_string(provider.limit) + " left"},
        {"sign", part / 8, ""},
        {"send", call.summary.upstream, "1 exchange, connection reused"},
        {"classify", part / 4, failed ? call.summary.category + " by rule 2" : "success"},
        {"shape_out", part, failed || operation == Operation::Proxy ? "" : "1 record, 4 fields"},
        {"record", part / 10, ""}};
}

void addHeaders(CallDetail& call, const Provider& provider)
{
    const bool limited = call.summary.status == 429;
    const std::string remaining = std::to_string(limited ? 0 : provider.remaining);
    const std::string reset = std::to_string(limited ? provider.retryAfter : provider.reset);
    const std::string policy = '"' + std::string(provider.policy) + '"';
    call.normalisedHeaders = {{"ratelimit-limit", std::to_string(provider.limit)},
                              {"ratelimit-remaining", remaining},
                              {"ratelimit-reset", reset},
                              {"RateLimit", policy + ";r=" + remaining + ";t=" + reset},
                              {"RateLimit-Policy", policy + ";q=" + std::to_string(provider.limit)
                                                       + ";w=" + std::to_string(provider.window)},
                              {"Gatehouse-Request-Id", call.summary.id}};
    if (limited) {
        call.normalisedHeaders.push_back({"Retry-After", reset});
    }
}

} // namespace

CallDetail sampleCall(std::uint64_t sequence, const std::string& accountId, int status)
{
    const auto& provider = providerOf(accountId);
    const auto operation = sequence % 5 == 0   ? Operation::Get
                           : sequence % 7 == 0 ? Operation::Proxy
                                               : Operation::List;
    CallDetail call;
    call.summary = makeCall("req_" + std::to_string(100000 + sequence), sequence, accountId);
    call.summary.status = status;
    call.summary.providerStatus = status;
    call.summary.integration = provider.slug;
    call.summary.environmentId = accountId == "acc_3"                           ? "env_2"
                                 : accountId == "acc_4" || accountId == "acc_5" ? "env_3"
                                                                                : "env_1";
    call.summary.operation = operation == Operation::Get     ? "crm.contacts.get"
                             : operation == Operation::Proxy ? std::string("GET ") + provider.getPath
                                                             : "crm.contacts.list";
    call.summary.kind = operation == Operation::Proxy ? "proxy" : "unified";
    call.summary.duration = std::chrono::microseconds(1200 + (sequence * 7919) % 180'000);
    call.summary.upstream = call.summary.duration * 4 / 5;
    if (status >= 400) {
        addProblem(call, provider);
    }
    call.exchanges = {exchangeOf(call.summary, provider, operation)};
    if (operation == Operation::Proxy && status < 400) {
        call.responseBody = call.exchanges.front().responseBody;
    } else if (status < 400) {
        const std::string record =
            R"({"id":"151","first_name":"Ada","last_name":"Lovelace","phones":[{"number":"+493012345670","type":"mobile"}]})";
        call.responseBody = operation == Operation::Get
                                ? R"({"result":)" + record + "}"
                                : R"({"result":[)" + record + R"(],"next_cursor":"Zm9v"})";
    }
    call.summary.responseBytes = static_cast<std::int64_t>(call.responseBody.size());
    addStages(call, provider, operation);
    addHeaders(call, provider);
    return call;
}

} // namespace gatehouse::test
