// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_colours.h"

#include "ui/theme/colours.h"

namespace gatehouse::ui {

namespace {

qsizetype stringEnd(QStringView line, qsizetype at)
{
    ++at;
    while (at < line.size() && line[at] != u'"') {
        at += line[at] == u'\\' ? 2 : 1;
    }
    return qMin(at + 1, line.size());
}

qsizetype wordEnd(QStringView line, qsizetype at)
{
    while (at < line.size() && !line[at].isSpace() && !QStringView(u",:{}[]\"").contains(line[at])) {
        ++at;
    }
    return at;
}

bool isName(QStringView line, qsizetype after)
{
    while (after < line.size() && line[after].isSpace()) {
        ++after;
    }
    return after < line.size() && line[after] == u':';
}

} // namespace

QList<QTextLayout::FormatRange> jsonColours(QStringView line, const QPalette& palette)
{
    QList<QTextLayout::FormatRange> ranges;
    const auto add = [&](qsizetype from, qsizetype to, Accent accent) {
        QTextCharFormat format;
        format.setForeground(accentColour(accent, palette));
        ranges.append({static_cast<int>(from), static_cast<int>(to - from), format});
    };
    qsizetype at = 0;
    while (at < line.size()) {
        const QChar c = line[at];
        if (c.isSpace()) {
            ++at;
        } else if (c == u'"') {
            const auto end = stringEnd(line, at);
            add(at, end, isName(line, end) ? Accent::SyntaxName : Accent::SyntaxString);
            at = end;
        } else if (QStringView(u",:{}[]").contains(c)) {
            add(at, at + 1, Accent::SyntaxPunctuation);
            ++at;
        } else {
            const auto end = qMax(wordEnd(line, at), at + 1);
            const bool number = c.isDigit() || c == u'-';
            add(at, end, number ? Accent::SyntaxNumber : Accent::SyntaxLiteral);
            at = end;
        }
    }
    return ranges;
}

} // namespace gatehouse::ui
