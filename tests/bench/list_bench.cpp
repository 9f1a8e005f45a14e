// SPDX-License-Identifier: GPL-3.0-or-later
// Unified lists without a network: HubSpot's contacts through their mapping, with pages of a given size,
// either record by record or from a body that is read whole (as bodies below 256 KiB are in any case). Prints
// lists a processor second and the process's peak memory.
//   list_bench one|whole RECORDS SECONDS
#include "tests/unit/pipeline/pipeline_world.h"

#include <QCoreApplication>

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace gatehouse::bench {
namespace {

constexpr const char* kRecord =
    R"({"id":"51","properties":{"createdate":"2025-01-02T10:00:00.000Z","email":"jo@example.com",)"
    R"("hs_additional_emails":"j.berg@example.com;jo@home.example","firstname":"Jo","lastname":"Berg",)"
    R"("phone":"+46 8 123 45","mobilephone":"+46 70 123 45 67","jobtitle":"Buyer","company":"Berg AB",)"
    R"("associatedcompanyid":"901","address":"Storgatan 1","city":"Stockholm","state":"","zip":"111 22",)"
    R"("country":"Sweden","lifecyclestage":"customer","hubspot_owner_id":"77","hs_object_id":"51",)"
    R"("lastmodifieddate":"2025-10-09T08:53:18.000Z"},"createdAt":"2025-01-02T10:00:00.000Z",)"
    R"("updatedAt":"2025-10-09T08:53:18.000Z","archived":false})";

class World final : public test::PipelineWorld
{
public:
    void TestBody() override {}

    void use(bool oneByOne)
    {
        auto files = config::EmbeddedSource().read().value();
        for (config::DefinitionFile& file : files) {
            if (file.path != "providers/hubspot/provider.json" || oneByOne) {
                continue;
            }
            // The same, but not a plain path: then the body is read whole.
            const std::string plain = R"("items": "body.results")";
            for (auto at = file.text.find(plain); at != std::string::npos;
                 at = file.text.find(plain, at + 1)) {
                file.text.replace(at, plain.size(), R"j("items": "(body.results)")j");
            }
        }
        load(files);
        Account connected = account("private_app");
        connected.integration = "hubspot";
        connected.context = *json::parse(R"({"api_origin": "https://api.test"})");
        accounts.put(connected);
        services.clock = &m_clock;
    }

    std::size_t list(const std::string& body)
    {
        http.answer(200, body);
        http.requests.clear();
        recorded.calls.clear();
        auto wanted = request("list");
        wanted.textOnly = true;
        const auto response = call(wanted);
        return response.status == 200 ? response.bodyText.size() : 0;
    }

private:
    SystemClock m_clock;
};

/// Of this process: what others use of the machine does not count.
double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int run(bool oneByOne, int records, int seconds)
{
    std::string body = R"({"results":[)";
    for (int i = 0; i < records; ++i) {
        body.append(i == 0 ? "" : ",").append(kRecord);
    }
    body += "]}";
    World world;
    world.use(oneByOne);
    const SystemClock clock;
    const SteadyTime begun = clock.steady();
    const double used = processorSeconds();
    int lists = 0;
    std::size_t bytes = 0;
    while (clock.steady() - begun < std::chrono::seconds(seconds)) {
        bytes = world.list(body);
        if (bytes == 0) {
            std::fputs("list_bench: the list failed\n", stderr);
            return 1;
        }
        ++lists;
    }
    const double spent = processorSeconds() - used;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%s: %.0f lists of %d records a processor second (%.0f records), %zu bytes in, %zu out, peak "
                "%ld KiB\n",
                oneByOne ? "record by record" : "read whole", lists / spent, records, lists * records / spent,
                body.size(), bytes, usage.ru_maxrss);
    return 0;
}

} // namespace
} // namespace gatehouse::bench

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const auto number = [&](int at, int otherwise) { return argc > at ? std::atoi(argv[at]) : otherwise; };
    return gatehouse::bench::run(argc < 2 || std::strcmp(argv[1], "whole") != 0, number(2, 100),
                                 number(3, 3));
}
