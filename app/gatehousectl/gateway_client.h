// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatehousectl/command.h"
#include "core/base/secret.h"
#include "core/base/url.h"
#include "core/json/document.h"
#include "core/net/client.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::ctl {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// One request to the gateway's REST API.
struct ApiRequest
{
    std::string method = "GET";
    std::string path; ///< Encoded, "/v1/…".
    QueryPairs query;
    net::Headers headers;
    std::string body;
};

/// A running gateway's REST API, as the command line's options name it.
class GatewayClient
{
public:
    /// --url, else the node that runs on --data-dir (its node.json); the key from --key-file, the
    /// environment's GATEHOUSE_API_KEY, or DATA_DIR/api-key. The error says what is missing.
    [[nodiscard]] static Result<std::unique_ptr<GatewayClient>> find(const Arguments& arguments);

    [[nodiscard]] const Url& url() const noexcept { return m_url; }

    /// The answer as it came, whatever its status.
    [[nodiscard]] QCoro::Task<Result<net::ClientResponse>> send(ApiRequest request);
    /// The answer's JSON; a problem becomes an Error.
    [[nodiscard]] QCoro::Task<Result<json::Document>> get(std::string path, QueryPairs query = {});
    /// The same for any request; undefined for an answer without a body.
    [[nodiscard]] QCoro::Task<Result<json::Document>> request(ApiRequest wanted);
    /// A body that goes on, such as /v1/stream's.
    [[nodiscard]] QCoro::Task<Result<std::shared_ptr<net::BodySource>>> open(std::string path,
                                                                             QueryPairs query = {});
    /// All items of a list, page by page.
    [[nodiscard]] QCoro::Task<Result<std::vector<json::Document>>> list(std::string path,
                                                                        QueryPairs query = {});

private:
    GatewayClient(Url url, Secret key);

    [[nodiscard]] net::ClientRequest wireRequest(ApiRequest request) const;

    Url m_url;
    Secret m_key;
    std::unique_ptr<net::HttpClient> m_client;
};

/// What a problem document says, in one line: "429 rate_limited: …".
[[nodiscard]] std::string problemLine(int status, const json::Value& problem);

} // namespace gatehouse::ctl
