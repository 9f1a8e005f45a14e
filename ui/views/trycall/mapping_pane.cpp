// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trycall/mapping_pane.h"

#include "core/json/write.h"
#include "ui/models/override_edit.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/tables.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kCheckDelayMs = 150;
constexpr qsizetype kShownResult = 300;

/// "phones" of "phones" and of "/response/phones/0"; true also for an error that names no field.
bool concerns(std::string_view named, const std::string& field)
{
    const auto last = field.substr(field.rfind('.') + 1);
    return named.empty() || named.find(last) != std::string_view::npos;
}

/// "1:12 …" of the first error in a preview's answer that is about the field; empty: none.
QString firstError(const json::Value& answer, const std::string& field)
{
    for (const auto& error : answer["errors"].items()) {
        if (!concerns(error["field"].asString(), field)) {
            continue;
        }
        QString text = toQString(error["message"].asString());
        if (error["line"].asInt() > 0) {
            text =
                QStringLiteral("%1:%2 %3").arg(error["line"].asInt()).arg(error["column"].asInt()).arg(text);
        }
        if (const auto hint = error["hint"].asString(); !hint.empty()) {
            text += QStringLiteral(" — ") + toQString(hint);
        }
        return text;
    }
    return {};
}

QString firstViolation(const json::Value& answer, const std::string& field)
{
    for (const auto& violation : answer["violations"].items()) {
        if (concerns(violation["pointer"].asString(), field)) {
            return toQString(violation["message"].asString());
        }
    }
    return {};
}

/// What the field got in a preview's output.
json::Value outputOf(const json::Value& answer, const std::string& field)
{
    auto value = answer["output"];
    std::size_t begin = 0;
    while (begin <= field.size()) {
        const auto end = std::min(field.find('.', begin), field.size());
        value = value[std::string_view(field).substr(begin, end - begin)];
        begin = end + 1;
    }
    return value;
}

} // namespace

MappingPane::MappingPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_fields(makeProvenanceModel(this))
{
    build();
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(kCheckDelayMs);
    connect(&m_checkSoon, &QTimer::timeout, this, &MappingPane::check);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MappingPane::pick);
    connect(m_expression, &QPlainTextEdit::textChanged, this, [this] {
        updateButtons();
        m_checkSoon.start();
    });
    connect(m_field, &QComboBox::currentTextChanged, this, [this] {
        updateButtons();
        m_checkSoon.start();
    });
    connect(m_level, &QComboBox::currentIndexChanged, this, &MappingPane::updateButtons);
    connect(m_put, &QPushButton::clicked, this, &MappingPane::put);
    connect(m_remove, &QPushButton::clicked, this, &MappingPane::remove);
    updateButtons();
}

void MappingPane::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    m_table = new QTableView(splitter);
    m_table->setObjectName(QStringLiteral("mappingTable"));
    setUpTable(*m_table, tr("The mapping in force"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_fields);
    stretchColumn(*m_table, kExpressionColumn);
    splitter->addWidget(m_table);
    splitter->addWidget(buildEditor());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    column->addWidget(splitter);
}

QWidget* MappingPane::buildEditor()
{
    auto* editor = new QWidget(this);
    auto* column = new QVBoxLayout(editor);
    column->setContentsMargins(kMargin, kGap, kMargin, kGap);
    column->setSpacing(kGap);
    auto* head = new QHBoxLayout;
    head->setSpacing(kGap);
    const auto labelled = [&](const QString& text, QWidget* field, int stretch) {
        auto* label = new QLabel(text, editor);
        label->setBuddy(field);
        field->setAccessibleName(QString(text).remove(u'&'));
        head->addWidget(label);
        head->addWidget(field, stretch);
    };
    m_field = new QComboBox(editor);
    m_field->setObjectName(QStringLiteral("overrideField"));
    m_field->setEditable(true);
    m_field->lineEdit()->setPlaceholderText(QStringLiteral("custom_fields.industry"));
    m_level = new QComboBox(editor);
    m_level->setObjectName(QStringLiteral("overrideLevel"));
    m_level->addItem(tr("A  this account"));
    m_level->addItem(tr("E  this customer"));
    labelled(tr("Override fiel&d"), m_field, 3);
    labelled(tr("for"), m_level, 2);
    column->addLayout(head);
    m_expression = new QPlainTextEdit(editor);
    m_expression->setObjectName(QStringLiteral("overrideExpression"));
    m_expression->setAccessibleName(tr("Expression (JSONata)"));
    m_expression->setPlaceholderText(tr("JSONata, e.g. response.properties.Industry__c"));
    m_expression->setFont(monoFont());
    m_expression->setTabChangesFocus(true);
    m_expression->setFixedHeight(m_expression->fontMetrics().height() * 3 + kMargin);
    column->addWidget(m_expression);
    m_check = new QLabel(editor);
    m_check->setObjectName(QStringLiteral("overrideCheck"));
    m_check->setTextFormat(Qt::PlainText);
    m_check->setWordWrap(true);
    m_check->setMinimumHeight(m_check->fontMetrics().height() * 2);
    m_check->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    column->addWidget(m_check);
    auto* buttons = new QHBoxLayout;
    m_put = new QPushButton(tr("Pu&t override"), editor);
    m_put->setObjectName(QStringLiteral("overridePut"));
    m_remove = new QPushButton(tr("R&emove override"), editor);
    m_remove->setObjectName(QStringLiteral("overrideRemove"));
    buttons->addWidget(m_put);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    column->addLayout(buttons);
    m_outcome = new Banner(editor);
    m_outcome->setObjectName(QStringLiteral("overrideOutcome"));
    m_outcome->hide();
    column->addWidget(m_outcome);
    return editor;
}

void MappingPane::setTarget(const Target& target)
{
    if (target == m_target) {
        return;
    }
    m_target = target;
    m_sample = {};
    m_outcome->hide();
    reload();
}

void MappingPane::reload()
{
    if (m_target.accountId.empty() || m_target.method.empty()) {
        m_fields->setRows({});
        return;
    }
    m_context.gateway.mappings().resolve(
        m_target.accountId, m_target.model, m_target.resource, m_target.method,
        m_context.mailbox.reply<ResolvedMapping>(
            this, [this, target = m_target](const Result<ResolvedMapping>& answer) {
                if (!(target == m_target)) {
                    return;
                }
                if (answer) {
                    showMapping(*answer);
                } else {
                    m_fields->setRows({});
                    say(Accent::Warning, errorText(answer.error()));
                }
            }));
}

void MappingPane::showMapping(const ResolvedMapping& mapping)
{
    const QString chosen = m_field->currentText();
    std::vector<ProvenanceRow> rows;
    QStringList names;
    for (const auto& field : mapping.fields) {
        rows.push_back({field.field, field.level, field.source, field.expression, field.shadowed});
        names.append(toQString(field.field));
    }
    m_fields->setRows(std::move(rows));
    fitColumns(*m_table);
    const QSignalBlocker quiet(m_field);
    m_field->clear();
    m_field->addItems(names);
    m_field->setCurrentText(chosen);
    updateButtons();
}

void MappingPane::pick()
{
    const auto index = m_table->currentIndex();
    if (!index.isValid()) {
        return;
    }
    const auto& row = m_fields->rows()[static_cast<std::size_t>(index.row())];
    m_field->setCurrentText(toQString(row.field));
    m_level->setCurrentIndex(row.level == "environment" ? 1 : 0);
    m_expression->setPlainText(toQString(row.expression));
}

void MappingPane::focusEditor()
{
    m_expression->setFocus(Qt::ShortcutFocusReason);
    m_expression->selectAll();
}

OverrideKey MappingPane::key() const
{
    const bool account = m_level->currentIndex() == 0;
    return {account ? OverrideLevel::Account : OverrideLevel::Environment,
            account ? m_target.accountId : m_target.environmentId, m_target.model, m_target.resource,
            m_target.method};
}

QString MappingPane::levelName() const
{
    return m_level->currentIndex() == 0 ? tr("this account") : tr("this customer");
}

void MappingPane::updateButtons()
{
    const bool named = !m_field->currentText().trimmed().isEmpty() && !m_target.accountId.empty();
    m_put->setEnabled(named && !m_expression->toPlainText().trimmed().isEmpty());
    m_remove->setEnabled(named);
}

void MappingPane::check()
{
    const auto field = m_field->currentText().trimmed().toStdString();
    const auto expression = m_expression->toPlainText().trimmed().toStdString();
    if (field.empty() || expression.empty() || m_target.accountId.empty()) {
        m_check->clear();
        return;
    }
    auto arena = std::make_shared<json::Arena>();
    const auto mapping = withField({}, field, expression);
    json::ObjectBuilder request(*arena);
    request.set("account_id", std::string_view(m_target.accountId))
        .set("integration", std::string_view(m_target.integration))
        .set("model", std::string_view(m_target.model))
        .set("resource", std::string_view(m_target.resource))
        .set("method", std::string_view(m_target.method))
        .set("level", m_level->currentIndex() == 0 ? "account" : "environment")
        .set("mapping", arena->clone(*mapping));
    if (!m_sample->isUndefined()) {
        request.set("sample", arena->clone(*m_sample));
    }
    const auto root = request.build();
    m_context.gateway.mappings().preview(
        json::Document(std::move(arena), root),
        m_context.mailbox.reply<json::Document>(
            this, [this, check = ++m_checks](const Result<json::Document>& answer) {
                if (check == m_checks) {
                    showCheck(answer);
                }
            }));
}

void MappingPane::showCheck(const Result<json::Document>& answer)
{
    const auto field = m_field->currentText().trimmed().toStdString();
    const auto say = [this](Accent accent, const QString& text) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, accentColour(accent, palette()));
        m_check->setPalette(colours);
        m_check->setText(text);
        m_check->setAccessibleName(text);
    };
    if (!answer) {
        say(Accent::Error, QStringLiteral("✗ ") + errorText(answer.error()));
        return;
    }
    if (const QString error = firstError(answer->root(), field); !error.isEmpty()) {
        say(Accent::Error, QStringLiteral("✗ ") + error);
        return;
    }
    if (m_sample->isUndefined()) {
        say(Accent::Ok, tr("✓ understood; run the call to see its value"));
        return;
    }
    const auto output = outputOf(answer->root(), field);
    if (output.isUndefined()) {
        say(Accent::Warning, tr("⟂ no value: nothing in the first record matches"));
        return;
    }
    const QString result = toQString(json::write(output));
    QString text = QStringLiteral("✓ ") + result.left(kShownResult);
    text += result.size() > kShownResult ? tr(" … (%1 more)").arg(result.size() - kShownResult) : QString();
    const QString violation = firstViolation(answer->root(), field);
    say(violation.isEmpty() ? Accent::Ok : Accent::Warning,
        violation.isEmpty() ? text : QString(text % u"   ▲ " % violation));
}

void MappingPane::put()
{
    const auto where = key();
    const auto field = m_field->currentText().trimmed().toStdString();
    const auto expression = m_expression->toPlainText().trimmed().toStdString();
    m_context.gateway.mappings().getOverride(
        where,
        m_context.mailbox.reply<json::Document>(this, [this, where, field, expression, level = levelName()](
                                                          const Result<json::Document>& found) {
            if (!found && found.error().code != Errc::NotFound) {
                say(Accent::Error, errorText(found.error()));
                return;
            }
            const auto before = found.value_or(json::Document());
            store(where, withField(*before, field, expression),
                  tr("%1 is overridden for %2; the next call uses it").arg(toQString(field), level), before);
        }));
}

void MappingPane::remove()
{
    const auto where = key();
    const auto field = m_field->currentText().trimmed().toStdString();
    m_context.gateway.mappings().getOverride(
        where, m_context.mailbox.reply<json::Document>(
                   this, [this, where, field, level = levelName()](const Result<json::Document>& found) {
                       if (!found || fieldOf(found->root(), field).empty()) {
                           say(Accent::Info, tr("%1 is not overridden for %2").arg(toQString(field), level));
                           return;
                       }
                       store(where, withoutField(found->root(), field),
                             tr("%1 is no longer overridden for %2").arg(toQString(field), level), *found);
                   }));
}

void MappingPane::store(const OverrideKey& where, const std::optional<json::Document>& document,
                        const QString& done, const json::Document& before)
{
    const auto finish = [this, where, done, before](bool good, const QString& problem) {
        if (!good) {
            say(Accent::Error, problem);
            return;
        }
        say(Accent::Ok, done);
        m_outcome->offer(tr("Undo"), [this, where, before] {
            const auto earlier = before->isUndefined() ? std::nullopt : std::optional(before);
            store(where, earlier, tr("Undone"), {});
        });
        reload();
        Q_EMIT
        mappingChanged();
    };
    auto& mappings = m_context.gateway.mappings();
    if (document) {
        mappings.putOverride(
            where, *document,
            m_context.mailbox.reply<json::Document>(this, [finish](const Result<json::Document>& r) {
                finish(r.has_value(), r ? QString() : errorText(r.error()));
            }));
    } else {
        mappings.removeOverride(where, m_context.mailbox.reply<bool>(this, [finish](const Result<bool>& r) {
            finish(r.has_value(), r ? QString() : errorText(r.error()));
        }));
    }
}

void MappingPane::say(Accent meaning, const QString& text)
{
    m_outcome->say(meaning, text);
    m_outcome->offer({}, {});
}

} // namespace gatehouse::ui
