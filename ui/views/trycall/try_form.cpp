// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trycall/try_form.h"

#include "core/json/parse.h"
#include "ui/models/text.h"
#include "ui/models/unified_curl.h"
#include "ui/theme/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

constexpr std::array kMethods{"list", "get", "create", "update", "delete"};

void choose(QComboBox* box, const QString& data)
{
    const int at = box->findData(data);
    box->setCurrentIndex(at >= 0 ? at : 0);
}

bool writes(const QString& method)
{
    return method == QStringLiteral("create") || method == QStringLiteral("update");
}

bool named(const QString& method)
{
    return method != QStringLiteral("list") && method != QStringLiteral("create");
}

} // namespace

TryForm::TryForm(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    build();
    connect(&context.directory, &Directory::changed, this, &TryForm::fillAccounts);
    connect(m_account, &QComboBox::currentIndexChanged, this, &TryForm::fillModels);
    connect(m_model, &QComboBox::currentIndexChanged, this, &TryForm::fillResources);
    connect(m_resource, &QComboBox::currentIndexChanged, this, &TryForm::fillMethods);
    connect(m_method, &QComboBox::currentIndexChanged, this, &TryForm::updateFields);
    fillAccounts();
}

void TryForm::build()
{
    m_form = new QFormLayout(this);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(kMargin);
    m_form->setVerticalSpacing(kGap);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto combo = [this](const char* name, const QString& label) {
        auto* box = new QComboBox(this);
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(QString(label).remove(u'&'));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
        m_form->addRow(label, box);
        return box;
    };
    m_account = combo("tryAccount", tr("&Account"));
    m_model = combo("tryModel", tr("M&odel"));
    m_resource = combo("tryResource", tr("&Resource"));
    m_method = combo("tryMethod", tr("&Method"));
    m_id = new QLineEdit(this);
    m_id->setObjectName(QStringLiteral("tryId"));
    m_id->setAccessibleName(tr("Id"));
    m_id->setPlaceholderText(tr("the record's id"));
    m_form->addRow(tr("&Id"), m_id);
    m_query = new QLineEdit(this);
    m_query->setObjectName(QStringLiteral("tryQuery"));
    m_query->setAccessibleName(tr("Query"));
    m_query->setPlaceholderText(QStringLiteral("limit=10&cursor=…"));
    m_query->setToolTip(tr("As in a URL: name=value&name=value"));
    m_form->addRow(tr("&Query"), m_query);
    m_body = new QPlainTextEdit(this);
    m_body->setObjectName(QStringLiteral("tryBody"));
    m_body->setAccessibleName(tr("Body"));
    m_body->setFont(monoFont());
    m_body->setTabChangesFocus(true);
    m_body->setPlaceholderText(QStringLiteral("{ \"first_name\": \"Ada\" }"));
    m_body->setMinimumHeight(m_body->fontMetrics().height() * 7);
    m_form->addRow(tr("&Body"), m_body);
    m_remote = new QCheckBox(tr("With the provider's ra&w records"), this);
    m_remote->setObjectName(QStringLiteral("tryRemote"));
    m_remote->setChecked(true);
    m_provenance = new QCheckBox(tr("With the &provenance of each field"), this);
    m_provenance->setObjectName(QStringLiteral("tryProvenance"));
    m_provenance->setChecked(true);
    m_form->addRow(QString(), m_remote);
    m_form->addRow(QString(), m_provenance);
}

const Account* TryForm::account() const
{
    return m_context.directory.account(m_account->currentData().toString().toStdString());
}

void TryForm::fillAccounts()
{
    const QString before = m_wantedAccount.isEmpty() ? m_account->currentData().toString() : m_wantedAccount;
    {
        const QSignalBlocker quiet(m_account);
        m_account->clear();
        for (const auto& known : m_context.directory.accounts()) {
            const QString state = known.status == AccountStatus::Active
                                      ? QString()
                                      : QString(u"  " % accountStateText(known.status));
            const auto& directory = m_context.directory;
            const auto& customer = directory.environmentName(known.environmentId);
            const QString label =
                known.label == customer ? QString() : QString(u" · " % toQString(known.label));
            m_account->addItem(toQString(customer) % u" · "
                                   % toQString(directory.integrationLabel(known.integration)) % label % state,
                               toQString(known.id));
        }
        choose(m_account, before);
        if (m_account->currentData().toString() == m_wantedAccount) {
            m_wantedAccount.clear();
        }
    }
    fillModels();
}

bool TryForm::offered(const QString& method) const
{
    const auto* chosen = account();
    if (chosen == nullptr) {
        return true;
    }
    const auto& integrations = m_context.directory.integrations();
    const auto found = std::find_if(integrations.begin(), integrations.end(),
                                    [&](const auto& known) { return known.slug == chosen->integration; });
    if (found == integrations.end() || found->operations.empty()) {
        return true;
    }
    const QString operation =
        m_model->currentData().toString() % u'.' % m_resource->currentData().toString() % u'.' % method;
    return std::find(found->operations.begin(), found->operations.end(), operation.toStdString())
           != found->operations.end();
}

void TryForm::fillModels()
{
    const QString before = m_model->currentData().toString();
    {
        const QSignalBlocker quiet(m_model);
        m_model->clear();
        for (const auto& model : m_context.directory.models()) {
            m_model->addItem(toQString(model.model), toQString(model.model));
        }
        choose(m_model, before);
    }
    fillResources();
}

void TryForm::fillResources()
{
    const QString before = m_resource->currentData().toString();
    {
        const QSignalBlocker quiet(m_resource);
        m_resource->clear();
        for (const auto& model : m_context.directory.models()) {
            if (toQString(model.model) != m_model->currentData().toString()) {
                continue;
            }
            for (const auto& resource : model.resources) {
                m_resource->addItem(toQString(resource), toQString(resource));
            }
        }
        const bool fresh = before.isEmpty() && m_resource->findData(QStringLiteral("contacts")) >= 0;
        choose(m_resource, fresh ? QStringLiteral("contacts") : before);
    }
    fillMethods();
}

void TryForm::fillMethods()
{
    const QString before = m_method->currentData().toString();
    {
        const QSignalBlocker quiet(m_method);
        m_method->clear();
        for (const auto* method : kMethods) {
            const QString name = QLatin1String(method);
            m_method->addItem(offered(name) ? name : tr("%1 (no mapping)").arg(name), name);
        }
        choose(m_method, before);
    }
    updateFields();
}

void TryForm::updateFields()
{
    const QString method = m_method->currentData().toString();
    const auto show = [this](QWidget* field, bool visible) {
        field->setVisible(visible);
        m_form->labelForField(field)->setVisible(visible);
    };
    show(m_id, named(method));
    show(m_body, writes(method));
    Q_EMIT
    targetChanged();
}

std::string TryForm::bodyText() const
{
    return writes(m_method->currentData().toString()) ? m_body->toPlainText().trimmed().toStdString()
                                                      : std::string();
}

Result<UnifiedRequest> TryForm::request() const
{
    UnifiedRequest request;
    request.accountId = m_account->currentData().toString().toStdString();
    request.model = m_model->currentData().toString().toStdString();
    request.resource = m_resource->currentData().toString().toStdString();
    request.method = m_method->currentData().toString().toStdString();
    if (request.accountId.empty()) {
        return fail(Errc::InvalidArgument, tr("Connect an account first (Start)").toStdString());
    }
    if (named(m_method->currentData().toString())) {
        request.id = m_id->text().trimmed().toStdString();
        if (request.id.empty()) {
            return fail(
                Errc::InvalidArgument,
                tr("%1 needs the id of a record").arg(m_method->currentData().toString()).toStdString());
        }
    }
    request.query = parseQuery(m_query->text());
    request.remoteData = m_remote->isChecked();
    request.provenance = m_provenance->isChecked();
    if (const auto text = bodyText(); !text.empty()) {
        auto body = json::parse(std::string_view(text));
        if (!body) {
            return fail(Errc::ParseError, "the body is not JSON: " + body.error().describe());
        }
        request.body = *std::move(body);
    }
    return request;
}

QVariantMap TryForm::fields() const
{
    const auto* chosen = account();
    return {{QStringLiteral("account"), m_account->currentData()},
            {QStringLiteral("accountLabel"),
             chosen != nullptr ? toQString(m_context.directory.accountTitle(chosen->id)) : QString()},
            {QStringLiteral("model"), m_model->currentData()},
            {QStringLiteral("resource"), m_resource->currentData()},
            {QStringLiteral("method"), m_method->currentData()},
            {QStringLiteral("id"), m_id->isHidden() ? QString() : m_id->text()},
            {QStringLiteral("query"), m_query->text()},
            {QStringLiteral("body"), toQString(bodyText())}};
}

void TryForm::setFields(const QVariantMap& fields)
{
    const auto text = [&](const char* name) { return fields.value(QLatin1String(name)).toString(); };
    if (!text("account").isEmpty()) {
        m_wantedAccount = text("account");
        fillAccounts();
    }
    const std::pair<const char*, QComboBox*> boxes[] = {
        {"model", m_model}, {"resource", m_resource}, {"method", m_method}};
    for (const auto& [name, box] : boxes) {
        if (const int at = box->findData(text(name)); at >= 0) {
            box->setCurrentIndex(at);
        }
    }
    if (fields.contains(QStringLiteral("id"))) {
        m_id->setText(text("id"));
    }
    if (fields.contains(QStringLiteral("query"))) {
        m_query->setText(text("query"));
    }
    if (fields.contains(QStringLiteral("body"))) {
        m_body->setPlainText(text("body"));
    }
}

} // namespace gatehouse::ui
