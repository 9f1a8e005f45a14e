// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_bar.h"

#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/busy_mark.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QTextCharFormat>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

/// Characters before that byte of the text.
int charsBefore(const QByteArray& utf8, std::size_t byte)
{
    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(byte))).size());
}

} // namespace

FilterBar::FilterBar(FieldTable fields, const QString& placeholder, QWidget* parent)
    : QWidget(parent)
    , m_fields(fields)
    , m_edit(new QLineEdit(this))
    , m_state(new QLabel(this))
    , m_count(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_completer(new QCompleter(this))
    , m_words(new QStandardItemModel(this))
    , m_busyMark(new BusyMark(m_edit))
{
    m_edit->setObjectName(QStringLiteral("filterEdit"));
    m_edit->setPlaceholderText(placeholder);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setAccessibleDescription(placeholder);
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(icon(QLatin1String("search")), QLineEdit::LeadingPosition);
    const QString help = QString::fromStdString(filterHelp(fields)).toHtmlEscaped();
    m_edit->setToolTip(u"<pre style=\"font-family:monospace\">" % help % u"</pre>");
    m_edit->installEventFilter(this);
    m_completer->setModel(m_words);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setCompletionRole(Qt::UserRole);
    m_completer->setWidget(m_edit);
    m_problem->setObjectName(QStringLiteral("filterProblem"));
    m_problem->setTextFormat(Qt::RichText);
    m_problem->setContentsMargins(kGap, 0, 0, 0);
    m_problem->hide();
    m_count->setObjectName(QStringLiteral("filterCount"));
    m_count->setForegroundRole(QPalette::PlaceholderText);

    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(m_edit, 1);
    row->addWidget(m_state);
    row->addWidget(m_count);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(m_problem);

    connect(m_edit, &QLineEdit::textEdited, this, &FilterBar::complete);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterBar::parse);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterBar::accept);
    connect(m_problem, &QLabel::linkActivated, this, [this] {
        if (m_error) {
            const QByteArray utf8 = m_edit->text().toUtf8();
            const auto from = static_cast<qsizetype>(m_error->position);
            m_edit->setText(QString::fromUtf8(utf8.left(from)) % QString::fromStdString(m_error->suggestion)
                            % QString::fromUtf8(utf8.mid(from + static_cast<qsizetype>(m_error->length))));
            m_edit->setFocus();
        }
    });
}

void FilterBar::setText(const QString& text)
{
    m_edit->setText(text);
}

QString FilterBar::text() const
{
    return m_edit->text();
}

QString FilterBar::problem() const
{
    return m_error ? QString::fromStdString(m_error->message) : QString();
}

void FilterBar::addTerm(const QString& term)
{
    const QString now = m_edit->text().trimmed();
    const QString padded = u' ' % now % u' ';
    if (padded.contains(QString(u' ' % term % u' '))) {
        return;
    }
    // It is to narrow all that is there, not the last alternative.
    const bool alternatives = padded.contains(QStringLiteral(" OR "));
    const QString kept = alternatives ? QString(u'(' % now % u')') : now;
    m_edit->setText(now.isEmpty() ? term : QString(kept % u' ' % term));
}

void FilterBar::showCount(const FilterCount& count)
{
    const bool all = m_valid && m_edit->text().trimmed().isEmpty();
    const bool working = count.busy || count.searching;
    QString text =
        all ? countText(count.total) : tr("%1 of %2").arg(countText(count.shown), countText(count.total));
    QString hint;
    if (count.busy) {
        text = tr("filtering… %1").arg(text);
    } else if (count.searching) {
        const qint64 percent = count.toLook > 0 ? count.looked * 100 / count.toLook : 0;
        text = tr("%1 · searching, %2 %").arg(text).arg(percent);
        hint = tr("Bodies and headers are being looked into, the newest first: %1 of %2 so far")
                   .arg(countText(count.looked), countText(count.toLook));
    }
    if (count.unknown > 0) {
        text = tr("%1 · ⚠ %2 not searched").arg(text, countText(count.unknown));
        hint += hint.isEmpty() ? QString() : QStringLiteral("\n");
        hint +=
            tr("%1 could not be looked into: their bodies are gone, were cut when they were recorded, are "
               "too large to be read as JSON, or took a regular expression too long")
                .arg(countText(count.unknown));
    }
    m_busyMark->turn(working);
    m_count->setText(text);
    m_count->setToolTip(hint);
}

void FilterBar::setValues(const QString& field, const QStringList& values)
{
    m_values[field] = values;
}

void FilterBar::setContentNames(std::vector<ContentName> names)
{
    m_contentNames = std::move(names);
    if (contentField(wordAtCursor()) != kNoField) {
        offerWords();
    }
}

void FilterBar::parse()
{
    const QByteArray utf8 = m_edit->text().toUtf8();
    auto parsed = parseFilter({utf8.constData(), static_cast<std::size_t>(utf8.size())}, m_fields);
    m_error = parsed.error;
    m_valid = !m_error;
    underline(m_error ? &*m_error : nullptr);
    explain(m_error ? &*m_error : nullptr);
    if (m_valid) {
        Q_EMIT
        filterChanged(parsed.filter);
    }
}

void FilterBar::underline(const FilterError* error)
{
    // QLineEdit has no formats of its own; an input method's attributes are painted all the same.
    QList<QInputMethodEvent::Attribute> attributes;
    if (error != nullptr) {
        const QByteArray utf8 = m_edit->text().toUtf8();
        const int from = charsBefore(utf8, error->position);
        const int length = qMax(1, charsBefore(utf8, error->position + error->length) - from);
        QTextCharFormat wavy;
        wavy.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wavy.setUnderlineColor(accentColour(Accent::Error, palette()));
        attributes.append({QInputMethodEvent::TextFormat, from - m_edit->cursorPosition(), length, wavy});
    }
    QInputMethodEvent event(QString(), attributes);
    const QSignalBlocker quiet(m_edit);
    QCoreApplication::sendEvent(m_edit, &event);
}

void FilterBar::explain(const FilterError* error)
{
    const bool used = !m_edit->text().trimmed().isEmpty();
    const Accent accent = error != nullptr ? Accent::Error : Accent::Ok;
    m_state->setText(error != nullptr ? QStringLiteral("✗") : used ? QStringLiteral("✓") : QString());
    QPalette stateColours = palette();
    stateColours.setColor(QPalette::WindowText, accentColour(accent, palette()));
    m_state->setPalette(stateColours);
    m_state->setAccessibleName(error != nullptr ? tr("The filter is not understood") : tr("Filter in force"));
    m_problem->setVisible(error != nullptr);
    if (error == nullptr) {
        m_problem->clear();
        return;
    }
    QString text = QString::fromStdString(error->message).toHtmlEscaped();
    if (!error->suggestion.empty()) {
        text += tr(" — did you mean <a href=\"#\">%1</a>?")
                    .arg(QString::fromStdString(error->suggestion).toHtmlEscaped());
    }
    m_problem->setText(
        QStringLiteral("<span style=\"color:%1\">%2</span> <span>%3</span>")
            .arg(accentColour(Accent::Error, palette()).name(), text, tr("(the last good filter stays)")));
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape
        && !m_edit->text().isEmpty() && !m_completer->popup()->isVisible()) {
        m_edit->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        explain(m_error ? &*m_error : nullptr);
    }
}

} // namespace gatehouse::ui
