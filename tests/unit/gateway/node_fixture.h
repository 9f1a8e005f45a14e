// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/keys.h"
#include "core/gateway/node.h"
#include "core/gateway/proxy_calls.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/observe/redactor.h"
#include "core/runtime/executor.h"
#include "core/store/open.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/pipeline/definitions.h"
#include "tests/unit/pipeline/fake_http.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::test {

/// Keeps log lines.
class LinesLog final : public LogSink
{
public:
    void write(LogLevel /*level*/, std::string_view message, std::initializer_list<LogField> fields) override
    {
        lines.emplace_back(message);
        for (const LogField& field : fields) {
            lines.back() += " " + std::string(field.key) + "=" + field.value;
        }
    }

    std::vector<std::string> lines;
};

/// A node with the made-up vendor's definitions in its data directory, a real store, and a scripted provider.
class NodeFixture : public testing::Test
{
protected:
    NodeFixture()
    {
        for (const config::DefinitionFile& file : acmeFiles()) {
            if (file.path.starts_with("providers/")) {
                dir.write(std::filesystem::path("providers") / file.path, file.text);
            }
        }
        startNode();
    }

    ~NodeFixture() override { stopNode(); }

    void startNode()
    {
        store::StoreOptions storeOptions;
        storeOptions.dataDir = dir.path();
        storeOptions.executor = executor.get();
        storeOptions.clock = &clock;
        auto opened = store::openSqliteStore(std::move(storeOptions));
        ASSERT_TRUE(opened) << opened.error().describe();
        store = std::move(*opened);

        NodeOptions options;
        options.dataDir = dir.path();
        options.version = "test";
        options.allowPrivateTargets = overRealHttp;
        NodeServices services;
        services.clock = &clock;
        services.random = &random;
        services.log = &log;
        services.redactor = &redactor;
        services.engine = executor.get();
        services.store = store.get();
        services.credentials = &credentials;
        http = nullptr;
        services.makeClient = [this]() -> std::unique_ptr<net::HttpClient> {
            if (overRealHttp) {
                return net::makeHttpClient();
            }
            // The node makes the one for providers first, then the one for subscribers.
            auto made = std::make_unique<FakeHttp>();
            (http == nullptr ? http : subscribers) = made.get();
            return made;
        };
        node = makeNode(std::move(options), std::move(services));
        const auto started = ask<bool>([this](auto done) { node->start(std::move(done)); });
        ASSERT_TRUE(started) << started.error().describe();
    }

    void stopNode()
    {
        if (node) {
            EXPECT_TRUE(
                ask<bool>([this](auto done) { node->stop(std::chrono::seconds(1), std::move(done)); }));
            node.reset();
            store.reset();
        }
    }

    /// Runs the event loop until the completion that `start` is given has answered.
    template <class T, class Start>
    Result<T> ask(Start start)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        start(Completion<T>([answer](Result<T> result) { answer->emplace(std::move(result)); }));
        EXPECT_TRUE(runUntil([&] { return answer->has_value(); })) << "no answer in time";
        return answer->has_value() ? std::move(**answer) : Result<T>(fail(Errc::Timeout, "test deadline"));
    }

    Result<Account> connect(
        const char* fields =
            R"("context": {"base": "https://acme.test"}, "credentials": {"access_token": "secret-token-1"})")
    {
        if (environmentId.empty()) {
            environmentId = ask<Environment>([this](auto done) {
                                node->accounts().createEnvironment("Customer", {}, std::move(done));
                            })
                                .value()
                                .id;
        }
        const std::string text = R"({"environment_id": ")" + environmentId
                                 + R"(", "integration": "acme", "auth": "bearer", )" + fields + "}";
        return ask<Account>(
            [&](auto done) { node->accounts().createAccount(*json::parse(text), std::move(done)); });
    }

    Result<Account> update(const std::string& accountId, const char* fields)
    {
        return ask<Account>([&](auto done) {
            node->accounts().updateAccount(accountId, *json::parse(fields), std::move(done));
        });
    }

    UnifiedResponse get(const std::string& accountId)
    {
        UnifiedRequest request;
        request.accountId = accountId;
        request.model = "crm";
        request.resource = "contacts";
        request.method = "get";
        request.id = "1";
        auto response =
            ask<UnifiedResponse>([&](auto done) { node->calls().unified(request, std::move(done)); });
        return response ? std::move(*response) : UnifiedResponse{};
    }

    TempDir dir;
    FakeClock clock;
    SeededRandom random;
    LinesLog log;
    observe::Redactor redactor;
    MemoryCredentials credentials;
    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    std::unique_ptr<store::Store> store;
    FakeHttp* http = nullptr;        ///< The node's.
    FakeHttp* subscribers = nullptr; ///< What endpoints are sent through.
    std::unique_ptr<Node> node;
    std::string environmentId;
    bool overRealHttp = false; ///< From the next startNode() on.
};

} // namespace gatehouse::test
