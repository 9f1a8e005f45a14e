// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/connect_form.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/prompt.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <QProcess>
#include <QString>
#include <QStringList>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gatehouse::ctl {
namespace {

/// One sign-in as it is followed from here.
struct Watched
{
    GatewayClient& client;
    std::string id;
    std::set<std::string> told; ///< Steps whose end was printed.
    bool promptShown = false;
};

bool isOver(const json::Value& session)
{
    const auto status = session["status"].asString();
    return status != "waiting" && status != "working";
}

Result<std::string> requestBody(const Arguments& arguments, const FilledForm& filled,
                                std::string_view integration, std::string_view auth)
{
    json::Arena arena;
    json::ObjectBuilder body(arena);
    if (arguments.has("account")) {
        body.set("account_id", arena.string(arguments.value("account")));
    } else {
        body.set("integration", integration);
        body.set("environment_id", arena.string(arguments.value("environment")));
    }
    body.set("auth", auth);
    for (const auto* option : {"label", "redirect-uri"}) {
        if (arguments.has(option)) {
            body.set(std::string_view(option) == "label" ? "label" : "redirect_uri",
                     arena.string(arguments.value(option)));
        }
    }
    json::ObjectBuilder fields(arena);
    for (const auto& [name, value] : filled.fields) {
        fields.set(name, std::string_view(value));
    }
    json::ObjectBuilder secrets(arena);
    for (const auto& [name, value] : filled.secrets) {
        secrets.set(name, value.reveal());
    }
    std::vector<json::Value> scopes;
    for (const auto& scope : arguments.values("scope")) {
        scopes.push_back(arena.string(scope));
    }
    body.set("fields", fields.build()).set("credentials", secrets.build());
    if (!scopes.empty()) {
        body.set("scopes", arena.array(scopes));
    }
    return json::write(body.build());
}

QCoro::Task<Result<json::Document>> post(GatewayClient& client, std::string path, std::string body)
{
    ApiRequest request;
    request.method = "POST";
    request.path = std::move(path);
    request.body = std::move(body);
    auto pending = client.request(std::move(request));
    co_return co_await pending;
}

/// True when a browser could be started for the URL.
bool openBrowser(const std::string& url)
{
    const bool desktop = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    return desktop && QProcess::startDetached(QStringLiteral("xdg-open"), {QString::fromStdString(url)});
}

void tellSteps(Watched& watched, const json::Value& session)
{
    int number = 0;
    for (const json::Value& step : session["steps"].items()) {
        ++number;
        const auto state = step["state"].asString();
        const std::string name(step["step"].asString());
        if ((state == "done" || state == "failed") && watched.told.insert(name).second) {
            print(fmt::format("{} {} {:<16} {}\n", state == "done" ? "✓" : "✗", number, name,
                              step["note"].asString()));
        }
    }
}

void tellDevice(Watched& watched, const json::Value& session)
{
    const json::Value device = session["device"];
    if (!device.isObject() || watched.promptShown) {
        return;
    }
    watched.promptShown = true;
    print(fmt::format("Go to   {}\nand enter  {}\n(good until {})\n", device["verification_uri"].asString(),
                      device["user_code"].asString(), device["expires_at"].asString()));
}

ExitCode tellEnd(const json::Value& session)
{
    if (session["status"].asString() == "connected") {
        print(
            fmt::format("Connected: {} {}\n", session["account_id"].asString(), session["label"].asString()));
        return ExitCode::Done;
    }
    const json::Value failure = session["failure"];
    complain(fmt::format("gatehousectl: {} ({}): {} {}", session["status"].asString(),
                         failure["code"].asString(), failure["meaning"].asString(),
                         failure["remedy"].asString()));
    if (const auto said = failure["description"].asString(); !said.empty()) {
        complain(fmt::format("The provider said: {}", said));
    }
    return ExitCode::Failed;
}

/// Reads the state, tells what is new; the answer says how it ended, or nothing while it goes on.
QCoro::Task<Result<std::optional<ExitCode>>> look(Watched& watched)
{
    auto pending = watched.client.get("/v1/connect/sessions/" + percentEncode(watched.id));
    const auto session = co_await pending;
    if (!session) {
        co_return fail(session.error());
    }
    tellDevice(watched, session->root());
    tellSteps(watched, session->root());
    if (isOver(session->root())) {
        co_return std::optional(tellEnd(session->root()));
    }
    co_return std::optional<ExitCode>();
}

/// Follows the session by the event stream: whatever comes there is a reason to look again.
QCoro::Task<ExitCode> follow(Watched watched)
{
    auto opening = watched.client.open("/v1/stream", {{"types", "connect"}});
    auto stream = co_await opening;
    if (!stream) {
        complain(stream.error());
        co_return ExitCode::Failed;
    }
    while (true) {
        auto looking = look(watched);
        const auto ended = co_await looking;
        if (!ended) {
            complain(ended.error());
            co_return ExitCode::Failed;
        }
        if (*ended) {
            co_return **ended;
        }
        auto reading = (*stream)->read();
        const auto piece = co_await reading;
        if (!piece || !*piece) {
            complain("gatehousectl: the gateway closed the event stream; the sign-in goes on there");
            co_return ExitCode::Failed;
        }
    }
}

QCoro::Task<Status> pasteAnswer(GatewayClient& client, std::string id)
{
    auto url = promptLine("Paste the address that the browser was sent to");
    if (!url) {
        co_return fail(std::move(url).error());
    }
    json::Arena arena;
    json::ObjectBuilder body(arena);
    body.set("url", std::string_view(*url));
    auto posting =
        post(client, fmt::format("/v1/connect/sessions/{}/callback", id), json::write(body.build()));
    const auto posted = co_await posting;
    co_return posted ? Status{} : Status(fail(posted.error()));
}

/// Shows where to sign in, and opens it when there is a desktop.
QCoro::Task<Status> sendUser(GatewayClient& client, const json::Document& session, const Arguments& arguments)
{
    const std::string url(session.root()["authorize_url"].asString());
    const std::string id(session.root()["id"].asString());
    if (url.empty()) {
        co_return Status{};
    }
    print(fmt::format("Sign in here:\n{}\n", url));
    const bool opened = !arguments.has("no-browser") && openBrowser(url);
    if (opened) {
        auto noting = post(client, fmt::format("/v1/connect/sessions/{}/opened", id), {});
        if (const auto noted = co_await noting; !noted) {
            co_return fail(noted.error());
        }
    }
    if (arguments.has("paste")) {
        auto pasting = pasteAnswer(client, id);
        co_return co_await pasting;
    }
    co_return Status{};
}

QCoro::Task<Result<std::string>> integrationOf(GatewayClient& client, const Arguments& arguments)
{
    if (!arguments.has("account")) {
        co_return arguments.words[0];
    }
    auto asking = client.get("/v1/accounts/" + percentEncode(arguments.value("account")));
    const auto account = co_await asking;
    if (!account) {
        co_return fail(account.error());
    }
    co_return std::string(account->root()["integration"].asString());
}

QCoro::Task<Result<json::Document>> start(GatewayClient& client, const Arguments& arguments)
{
    auto naming = integrationOf(client, arguments);
    const auto integration = co_await naming;
    if (!integration) {
        co_return fail(integration.error());
    }
    auto asking = client.get(fmt::format("/v1/integrations/{}/connect", percentEncode(*integration)));
    const auto forms = co_await asking;
    if (!forms) {
        co_return fail(forms.error());
    }
    const auto form = chooseForm(forms->root()["result"], arguments.value("auth"));
    const bool again = arguments.has("account");
    const auto filled = form ? fillForm(*form, arguments, again) : Result<FilledForm>(fail(form.error()));
    if (!filled) {
        co_return fail(filled.error());
    }
    // Connecting again without --auth stays with what the account has.
    const auto auth = again && !arguments.has("auth") ? std::string_view() : (*form)["auth"].asString();
    auto body = requestBody(arguments, *filled, *integration, auth);
    if (!body) {
        co_return fail(std::move(body).error());
    }
    auto posting = post(client, "/v1/connect/sessions", std::move(*body));
    co_return co_await posting;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    const bool again = arguments.has("account");
    if (arguments.words.size() != (again ? 0U : 1U) || again == arguments.has("environment")) {
        complain("gatehousectl: give INTEGRATION and --environment ID, or --account ID alone");
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    auto starting = start(**client, arguments);
    const auto session = co_await starting;
    if (!session) {
        complain(session.error());
        co_return session.error().code == Errc::InvalidArgument ? ExitCode::Usage : ExitCode::Failed;
    }
    auto sending = sendUser(**client, *session, arguments);
    if (const auto sent = co_await sending; !sent) {
        complain(sent.error());
        co_return ExitCode::Failed;
    }
    Watched watched{**client, std::string(session->root()["id"].asString()), {}, false};
    auto following = follow(std::move(watched));
    co_return co_await following;
}

} // namespace

Command connectCommand()
{
    return {
        "connect",
        "INTEGRATION --environment ID [options]\n"
        "       gatehousectl connect --account ID [options]",
        "Connect an account, or connect one again.",
        "Prints where to sign in, opens the browser when there is a desktop, and waits for the end. What\n"
        "has to be filled in is asked for; secrets are not shown and never go on the command line.\n",
        {{"environment", "ID", "The workspace the new account belongs to."},
         {"account", "ID", "Connect this account again; it keeps its id, overrides and history."},
         {"auth", "SCHEME", "How to sign in, when the integration offers several ways."},
         {"label", "TEXT", "What the account is called."},
         {"field", "NAME=VALUE", "Fill in a field that is not secret; may be given several times."},
         {"secrets", "FILE", "Secret fields as a JSON object or lines NAME=VALUE; - reads standard input."},
         {"scope", "SCOPE", "Ask for this instead of the definition's scopes; several times."},
         {"redirect-uri", "URI", "As registered at the provider. Default: the gateway's /oauth/callback."},
         {"paste", "", "Read the address that the browser was sent to from standard input."},
         {"no-browser", "", "Do not open a browser."}},
        true,
        run};
}

} // namespace gatehouse::ctl
