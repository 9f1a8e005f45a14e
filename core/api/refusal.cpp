// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/refusal.h"

#include "core/base/ids.h"
#include "core/contract/problem.h"
#include "core/json/write.h"

#include <string>

namespace gatehouse::api {
namespace {

std::string_view categoryOf(int status)
{
    switch (status) {
    case 408:
        return "timeout";
    case 417:
    case 501:
    case 505:
        return "unsupported";
    case 503:
        return "server_error";
    default:
        return "validation_error";
    }
}

} // namespace

std::function<net::ServerResponse(int, std::string_view)> refusalWording(const Clock& clock, Random& random)
{
    return [&clock, &random](int status, std::string_view why) {
        Problem problem;
        problem.type = problem.category = categoryOf(status);
        problem.title = net::reasonPhrase(status);
        problem.status = status;
        problem.detail = why;
        problem.origin = "gateway";
        problem.retryable = status == 408 || status == 503;
        problem.occurredAt = clock.now();
        problem.requestId = makeId("req_", random);
        net::ServerResponse response;
        response.status = status;
        response.headers.add("Content-Type", "application/problem+json");
        response.headers.add("Gatehouse-Request-Id", problem.requestId);
        response.headers.add("Cache-Control", "no-store");
        response.body = json::write(problemDocument(problem).root());
        return response;
    };
}

} // namespace gatehouse::api
