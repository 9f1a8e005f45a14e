// SPDX-License-Identifier: GPL-3.0-or-later
// What the filter bar offers while somebody types.
#include "ui/theme/display_zone.h"
#include "ui/widgets/filter_bar.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStandardItemModel>

namespace gatehouse::ui {

namespace {

QString fieldName(const FieldSpec& field)
{
    return QString::fromUtf8(field.name.data(), static_cast<qsizetype>(field.name.size()));
}

} // namespace

/// Spaces, brackets and commas end a word, but not inside quotes, nor the brackets of a path.
int FilterBar::wordStart() const
{
    const QString before = m_edit->text().left(m_edit->cursorPosition());
    qsizetype start = 0;
    bool quoted = false;
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (before[i] == u'\\' && quoted) {
            ++i;
        } else if (before[i] == u'"') {
            quoted = !quoted;
        } else if (!quoted && QStringView(u" (,").contains(before[i])) {
            start = i + 1;
        }
    }
    const bool negated = start < before.size() && before[start] == u'-';
    return static_cast<int>(start + (negated ? 1 : 0));
}

void FilterBar::offer(const QString& word, const QString& shown)
{
    auto* item = new QStandardItem(shown);
    item->setData(word, Qt::UserRole);
    m_words->appendRow(item);
}

void FilterBar::offerFields()
{
    for (const auto& field : m_fields) {
        const QString name = fieldName(field);
        offer(QString(name % u':'), QString(name % u':'));
        if (isContentKind(field.kind)) {
            offer(QString(name % u'.'), field.kind == FieldKind::Body
                                            ? tr("%1.… a path in the body").arg(name)
                                            : tr("%1.… a header").arg(name));
        }
    }
}

void FilterBar::offerValues(const QString& word, qsizetype colon)
{
    const auto field = findField(m_fields, word.left(colon).toStdString());
    const auto values = field == kNoField ? QStringList() : m_values.value(fieldName(m_fields[field]));
    for (const auto& value : values) {
        const QString text = word.left(colon + 1) % value;
        offer(text, text);
    }
}

std::size_t FilterBar::contentField(const QString& word) const
{
    const auto dot = word.indexOf(u'.');
    const auto field = dot <= 0 ? kNoField : findField(m_fields, word.left(dot).toStdString());
    return field != kNoField && isContentKind(m_fields[field].kind) ? field : kNoField;
}

void FilterBar::offerContentNames(const FieldSpec& field)
{
    const QString begin = fieldName(field) % u'.';
    for (const auto& name : m_contentNames) {
        const QString text = QString::fromStdString(name.text);
        if (text.startsWith(begin)) {
            offer(text, tr("%1   in %2").arg(text, countText(static_cast<qint64>(name.rows))));
        }
    }
}

QString FilterBar::wordAtCursor() const
{
    const int start = wordStart();
    return m_edit->text().mid(start, m_edit->cursorPosition() - start);
}

void FilterBar::complete()
{
    if (contentField(wordAtCursor()) != kNoField) {
        Q_EMIT
        contentNamesWanted();
    }
    offerWords();
}

void FilterBar::offerWords()
{
    const QString word = wordAtCursor();
    m_words->clear();
    const auto colon = word.indexOf(u':');
    if (const auto field = contentField(word); field != kNoField) {
        offerContentNames(m_fields[field]);
    } else if (colon > 0) {
        offerValues(word, colon);
    } else {
        offerFields();
    }
    m_completer->setCompletionPrefix(word);
    const bool wanted =
        !word.isEmpty() && m_completer->completionCount() > 0 && m_completer->currentCompletion() != word;
    if (wanted) {
        m_completer->complete();
    } else {
        m_completer->popup()->hide();
    }
}

void FilterBar::accept(const QString& completion)
{
    const int start = wordStart();
    const QString text = m_edit->text();
    m_edit->setText(text.left(start) % completion % text.mid(m_edit->cursorPosition()));
    m_edit->setCursorPosition(start + static_cast<int>(completion.size()));
    if (completion.endsWith(u'.')) {
        complete();
    }
}

} // namespace gatehouse::ui
