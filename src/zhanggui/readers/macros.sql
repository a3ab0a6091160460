-- How a cell of text becomes an id, a number or a time, where the plain cast of the fast path does not do.
-- NULL comes back for a missing cell and for one that cannot be read; zg_missing tells the two apart.
-- A macro is text put in place of its name: what is used more than once is bound to a lambda's variable first,
-- list_transform([value], lambda v: ...)[1], or the expressions would grow beyond all bounds.

-- A cell without what spreadsheets and exporters wrap around it: TAB, BOM, odd spaces, a leading apostrophe or
-- backtick, ="..." and the = of a lone number or code; a text may begin with that sign.
CREATE OR REPLACE TEMP MACRO zg_bare(c) AS
    regexp_replace(
        regexp_replace(c, '^[\s\x{00A0}\x{3000}\x{FEFF}\x{200B}''`]+|[\s\x{00A0}\x{3000}\x{FEFF}\x{200B}]+$', '', 'g'),
        '^="[\s'']*([^"]*?)\s*"?$|^=\s*''*([\w.,:/ -]+)"?$', '\1\2');

CREATE OR REPLACE TEMP MACRO zg_missing(c) AS
    regexp_full_match(c, '(?i)[\s\x{00A0}\x{3000}\x{FEFF}''"=]*(|-+|—+|–+|/|\\n?|\(?null\)?|none|nil|n/?a|n\.a\.?|#n/a|nan|nat|<na>|<null>|undefined|无|[(（]?空[)）]?|暂无|(暂?无|没有)数据|无退款申请|未知|not stocked|not available|\(?not set\)?|#(value|ref|name|num)[!?]|#div/0!)[\s\x{00A0}\x{3000}"]*');

-- A figure or a date that is not told: stars stand for it too, which are words elsewhere (Amazon's targeting '*').
CREATE OR REPLACE TEMP MACRO zg_untold(c) AS zg_missing(c) OR regexp_full_match(c, '[\s"=]*\*+[\s"]*');

-- Text kept as written, without damage around it.
CREATE OR REPLACE TEMP MACRO zg_text(c) AS
    CASE WHEN length(c) <= 16 AND zg_missing(c) THEN NULL ELSE zg_bare(c) END;

-- An id: commas between digits and a decimal .0 are what number formats did to it; scientific notation is damage.
CREATE OR REPLACE TEMP MACRO zg_id_text(b) AS
    CASE WHEN regexp_full_match(b, '\d{1,3}(,\d{3})+(\.0+)?') THEN regexp_replace(b, ',|\.0+$', '', 'g')
         WHEN regexp_full_match(b, '\d{3,}\.0+') THEN regexp_replace(b, '\.0+$', '')
         ELSE b END;

CREATE OR REPLACE TEMP MACRO zg_damaged(t) AS
    regexp_full_match(t, '[+-]?\d([.,]\d+)?[eE]\+\d{1,2}|\d[.,]\d+[eE]\d{1,2}');

CREATE OR REPLACE TEMP MACRO zg_id(c) AS
    list_transform([zg_bare(c)], lambda b: CASE WHEN zg_missing(b) OR zg_damaged(b) THEN NULL ELSE zg_id_text(b) END)[1];

-- What an order was placed or a page was seen on, of words for it; NULL where they say neither.
CREATE OR REPLACE TEMP MACRO zg_device(t) AS
    CASE WHEN t IS NULL THEN NULL
         WHEN regexp_matches(t, '(?i)电脑|网页|网站|桌面|^否$|\bpc\b|pc端|desktop') THEN 'pc'
         WHEN regexp_matches(t, '(?i)手机|移动|无线|手q|微信|小程序|掌上|安卓|苹果|平板|^是$|\bm端|h5|\bapp|app\b|\bwap\b|mobile|phone|ipad|android|\bios\b|tablet') THEN 'mobile' END;

-- A number without signs of currency and unit; brackets and a trailing minus become a leading one.
CREATE OR REPLACE TEMP MACRO zg_digits(c) AS
    regexp_replace(
        regexp_replace(
            translate(zg_bare(c), '０１２３４５６７８９．，－＋（）％￥＄−–﹣', '0123456789.,-+()%¥$---'),
            '[\s\x{00A0}\x{3000}\x{2009}\x{202F}\x{2019}'']', '', 'g'),
        'rmb|aed|ars|aud|bdt|bgn|bhd|brl|cad|chf|clp|cny|cop|czk|dkk|egp|eur|gbp|hkd|huf|idr|ils|inr|jod|jpy|kes|krw|kwd|kzt|lkr|mad|mop|mxn|myr|ngn|nok|nzd|omr|pen|php|pkr|pln|pyg|qar|ron|rsd|rub|sar|sek|sgd|thb|try|twd|uah|ugx|usd|uyu|vnd|xaf|xof|zar|人民币|us\$|ca\$|au\$|nz\$|mx\$|hk\$|nt\$|s\$|a\$|c\$|r\$|\$us|\$ca|cn¥|jp¥|tl|rm|rp\.?|rs\.?|kr\.?|zł|kč|ft|[¥$€£₩₹฿₫₱₽₺₴元圆円件个次人笔单张秒天]',
        '', 'gi');

-- The currency beside an amount: an ISO code, or a sign that several share; NULL where nothing of the kind stands there.
CREATE OR REPLACE TEMP MACRO zg_coin(c) AS
    CASE WHEN c IS NULL OR regexp_full_match(c, '[-+0-9.,% ]*') THEN NULL
         ELSE list_transform(
             [upper(regexp_replace(translate(c, '￥＄', '¥$'), '[\s\x{00A0}\x{3000}\x{2009}\x{202F}\x{FEFF}\d０-９.,．，''"=()（）%％+−–﹣－-]', '', 'g'))],
             lambda m: CASE WHEN m IN ('US$', 'USD$', '$US') THEN 'USD' WHEN m IN ('CA$', 'C$', '$CA') THEN 'CAD' WHEN m IN ('AU$', 'A$') THEN 'AUD'
                  WHEN m = 'NZ$' THEN 'NZD' WHEN m = 'MX$' THEN 'MXN' WHEN m = 'HK$' THEN 'HKD' WHEN m = 'NT$' THEN 'TWD' WHEN m = 'S$' THEN 'SGD'
                  WHEN m = 'R$' THEN 'BRL' WHEN m = 'RM' THEN 'MYR' WHEN m = 'RP' THEN 'IDR' WHEN m IN ('RS', '₹') THEN 'INR' WHEN m = 'ZŁ' THEN 'PLN'
                  WHEN m = 'KČ' THEN 'CZK' WHEN m = 'FT' THEN 'HUF' WHEN m = '€' THEN 'EUR' WHEN m = '£' THEN 'GBP' WHEN m = '₩' THEN 'KRW'
                  WHEN m = '฿' THEN 'THB' WHEN m = '₫' THEN 'VND' WHEN m = '₱' THEN 'PHP' WHEN m = '₽' THEN 'RUB' WHEN m = '₺' THEN 'TRY' WHEN m = '₴' THEN 'UAH'
                  WHEN m IN ('RMB', '人民币', 'CNH', 'CN¥') THEN 'CNY' WHEN m = 'JP¥' THEN 'JPY' WHEN m = 'TL' THEN 'TRY' WHEN m = '円' THEN 'JPY' WHEN m IN ('$', 'KR') THEN m WHEN m IN ('¥', '元', '圆') THEN '¥'
                  WHEN regexp_full_match(m, '[A-Z]{3}') AND NOT zg_missing(c) THEN m END)[1] END;

CREATE OR REPLACE TEMP MACRO zg_signed(d) AS
    CASE WHEN d LIKE '(%)' THEN '-' || substr(d, 2, length(d) - 2)
         WHEN d LIKE '%-' THEN '-' || substr(d, 1, length(d) - 1)
         ELSE d END;

CREATE OR REPLACE TEMP MACRO zg_plain(d, comma) AS
    CASE WHEN NOT regexp_matches(d, '\d') THEN NULL
         WHEN NOT comma AND regexp_full_match(d, '[+-]?(\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3}|\d+)?(\.\d*)?([eE][+-]?\d+)?')
         THEN replace(d, ',', '')
         WHEN comma AND regexp_full_match(d, '[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d*)?')
         THEN replace(replace(d, '.', ''), ',', '.')
    END;

CREATE OR REPLACE TEMP MACRO zg_scaled(d, comma) AS
    CASE WHEN regexp_matches(d, '[万萬]$') THEN try_cast(zg_plain(regexp_replace(d, '[万萬]$', ''), comma) AS DECIMAL(28, 10)) * 10000
         WHEN regexp_matches(d, '[亿億]$') THEN try_cast(zg_plain(regexp_replace(d, '[亿億]$', ''), comma) AS DECIMAL(28, 10)) * 100000000
         ELSE try_cast(zg_plain(d, comma) AS DECIMAL(28, 10)) END;

CREATE OR REPLACE TEMP MACRO zg_figure(d, comma) AS
    list_transform([zg_signed(d)], lambda s: zg_scaled(s, comma))[1];

CREATE OR REPLACE TEMP MACRO zg_number(c, comma) AS
    list_transform([zg_digits(c)], lambda d: zg_figure(d, comma))[1];

-- A share from '78.15%' or, where the column is written in percent, from '78.15'; a fraction column takes 0.7815 too.
CREATE OR REPLACE TEMP MACRO zg_share(c, comma, percent) AS
    list_transform([zg_digits(c)], lambda d:
        zg_figure(replace(d, '%', ''), comma) * CASE WHEN percent OR contains(d, '%') THEN 0.01 ELSE 1.00 END)[1];

-- Ranges: '5000 ~ 1万', '10%-20%', '1% ~ 2.5%'; one figure is both ends.
CREATE OR REPLACE TEMP MACRO zg_ends(c) AS
    regexp_split_to_array(regexp_replace(zg_bare(c), '\s*(~|～|〜|—|–|至|到|\s-\s|([\d%万亿])-)\s*', '\2|'), '\|');

CREATE OR REPLACE TEMP MACRO zg_end(c, place, comma) AS
    list_transform([zg_ends(c)], lambda e: CASE WHEN len(e) <= 2 THEN zg_share(e[least(place, len(e))], comma, false) END)[1];

-- Times. The clock part, the offset and the date part are taken apart.
CREATE OR REPLACE TEMP MACRO zg_when(c) AS
    trim(regexp_replace(regexp_replace(regexp_replace(translate(zg_bare(c), '０１２３４５６７８９：－／　', '0123456789:-/ '),
        '(\d)[时点時](\d{1,2})分?(\d{1,2})?秒?', '\1:\2:\3'),
        '(\d{4}|[/-]\d{1,2}) (\d{1,2})\.(\d\d)(\.\d\d)?$', '\1 \2:\3\4'), ' (\d{1,2}:\d\d)\.(\d\d)$', ' \1:\2'));

CREATE OR REPLACE TEMP MACRO zg_clock(w) AS regexp_extract(w, '\d{1,2}:\d{1,2}(:\d{1,2})?(\.\d+)?');

CREATE OR REPLACE TEMP MACRO zg_noon(w) AS
    CASE WHEN regexp_matches(w, '(?i)\d\s*p\.?\s?m\b|\bp\.?m\.?\s*\d|下午|午後|오후|傍晚|晚上|中午\s*0?[12]:') THEN 12
         WHEN regexp_matches(w, '(?i)\d\s*a\.?\s?m\b|\ba\.?m\.?\s*\d|上午|午前|오전|凌晨|清晨|早上') THEN 0 END;

CREATE OR REPLACE TEMP MACRO zg_part(k, place) AS try_cast(nullif(split_part(k, ':', place), '') AS DOUBLE);

CREATE OR REPLACE TEMP MACRO zg_seconds(k, noon) AS
    CASE WHEN k = '' THEN 0
         ELSE list_transform([[zg_part(k, 1), zg_part(k, 2), coalesce(zg_part(k, 3), 0), noon]], lambda p:
              CASE WHEN p[1] > 24 OR p[2] >= 60 OR p[3] >= 60 OR p[1] > 12 AND p[4] = 0 THEN NULL
                   ELSE CASE WHEN p[4] IS NULL OR p[1] > 12 THEN p[1] ELSE p[1] % 12 + p[4] END * 3600 + p[2] * 60 + p[3]
              END)[1] END;

-- What follows the clock: '+0800', '-05:00', 'Z', 'PDT', 'GMT-7', '(UTC+8)', 'GMT+0800 (China Standard Time)'; '' where nothing does.
CREATE OR REPLACE TEMP MACRO zg_offset_text(w) AS
    regexp_extract(regexp_replace(w, '(?i)\s*\([^()+\d-]*\)$|(\+\d\d:?\d\d) utc$|[()]', '\1', 'g'), '(?i)[:\dm]\.?\s*((?:gmt|utc)?\s*[+-]\d{1,2}(?::?\d{2})?|z|gmt|utc|p[sd]t|m[sd]t|c[sd]t|e[sd]t|ak[sd]t|hst|bst|wes?t|ces?t|ees?t|mes?z|jst|kst|a[ew][sd]t|aest|nz[sd]t|ist|brs?t|art|cls?t|cot|trt|msk|gst|sgt|hkt|pht|myt|wib|wita|wit|ict|sast|pkt)$', 1);

CREATE OR REPLACE TEMP MACRO zg_named_offset(n) AS
    CASE n WHEN 'PST' THEN -480 WHEN 'PDT' THEN -420 WHEN 'MST' THEN -420 WHEN 'MDT' THEN -360 WHEN 'CST' THEN -360
           WHEN 'CDT' THEN -300 WHEN 'EST' THEN -300 WHEN 'EDT' THEN -240 WHEN 'HST' THEN -600 WHEN 'AKST' THEN -540
           WHEN 'AKDT' THEN -480 WHEN 'BST' THEN 60 WHEN 'WEST' THEN 60 WHEN 'CET' THEN 60 WHEN 'CEST' THEN 120
           WHEN 'EET' THEN 120 WHEN 'EEST' THEN 180 WHEN 'JST' THEN 540 WHEN 'AEST' THEN 600 WHEN 'AEDT' THEN 660
           WHEN 'AWST' THEN 480 WHEN 'IST' THEN 330 WHEN 'MEZ' THEN 60 WHEN 'MESZ' THEN 120 WHEN 'KST' THEN 540 WHEN 'NZST' THEN 720
           WHEN 'NZDT' THEN 780 WHEN 'BRT' THEN -180 WHEN 'BRST' THEN -120 WHEN 'ART' THEN -180 WHEN 'CLT' THEN -240
           WHEN 'CLST' THEN -180 WHEN 'COT' THEN -300 WHEN 'TRT' THEN 180 WHEN 'MSK' THEN 180 WHEN 'GST' THEN 240
           WHEN 'SGT' THEN 480 WHEN 'HKT' THEN 480 WHEN 'PHT' THEN 480 WHEN 'MYT' THEN 480 WHEN 'WIB' THEN 420
           WHEN 'WITA' THEN 480 WHEN 'WIT' THEN 540 WHEN 'ICT' THEN 420 WHEN 'SAST' THEN 120 WHEN 'PKT' THEN 300 ELSE 0 END;

CREATE OR REPLACE TEMP MACRO zg_offset(o) AS
    CASE WHEN regexp_matches(o, '[+-]\d')
         THEN (CASE WHEN contains(o, '-') THEN -1 ELSE 1 END)
              * (CAST(regexp_extract(o, '[+-](\d{2}|\d)', 1) AS INTEGER) * 60
                 + coalesce(try_cast(nullif(regexp_extract(o, '[+-]\d{1,2}:?(\d{2})$', 1), '') AS INTEGER), 0))
         ELSE zg_named_offset(upper(o)) END;

CREATE OR REPLACE TEMP MACRO zg_day_text(w, k) AS
    trim(regexp_replace(
        regexp_replace(CASE WHEN k = '' THEN w WHEN starts_with(w, k) OR regexp_matches(w, '^\D+\d{1,2}:') THEN regexp_replace(split_part(w, k, 2), '(?i)^\s*[ap]\.?\s?m\b\.?', '')
                            ELSE split_part(w, k, 1) END,
                       '[上下中]午|午[前後]|오[전후]|凌晨|清晨|早上|傍晚|晚上|[(（]?(星期|周|礼拜)[一二三四五六日天][)）]?|(?i)[(]?\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*[)]?,?(\s|$)|\s[ap]\.?m\.?\s*$|\s(at|à|às|um|alle|a las|pukul|kl\.?)\s*$', '', 'g'),
        '^[,\s]+|[T,_\s]+$', '', 'g'));

CREATE OR REPLACE TEMP MACRO zg_century(y) AS
    CASE WHEN length(y) = 2 THEN CASE WHEN y < '70' THEN '20' ELSE '19' END || y ELSE y END;

-- ``ord``: which comes first where the year has four digits ('dmy', 'mdy'), then where it has two ('ymd' too); '---' is unknown.
CREATE OR REPLACE TEMP MACRO zg_turned(d, ord) AS
    CASE substr(ord, CASE WHEN regexp_matches(d, '\d{4}$') THEN 1 ELSE 4 END, 3)
             WHEN 'ymd' THEN zg_century(regexp_extract(d, '^\d+')) || '-' || regexp_extract(d, '^\d+\D(\d+)', 1) || '-' || regexp_extract(d, '\d+$')
             WHEN 'dmy' THEN zg_century(regexp_extract(d, '\d+$')) || '-' || regexp_extract(d, '^\d+\D(\d+)', 1) || '-' || regexp_extract(d, '^\d+')
             WHEN 'mdy' THEN zg_century(regexp_extract(d, '\d+$')) || '-' || regexp_extract(d, '^\d+') || '-' || regexp_extract(d, '^\d+\D(\d+)', 1)
    END;

-- Months in German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Indonesian, by the letters that tell them apart.
CREATE OR REPLACE TEMP MACRO zg_month(m) AS
    CASE WHEN regexp_matches(m, '^(jan|ene|gen|sty|oca)') THEN '01' WHEN regexp_matches(m, '^(f[eé][bv]|lut|[sş]ub)') THEN '02' WHEN regexp_matches(m, '^(mar|mär|mrz|maa|mrt)') THEN '03'
         WHEN regexp_matches(m, '^(apr|avr|abr|kwi|nis)') THEN '04' WHEN regexp_matches(m, '^(mai|may|mag|mei|maj)') THEN '05' WHEN regexp_matches(m, '^(juin|jun|giu|cze|haz)') THEN '06'
         WHEN regexp_matches(m, '^(juil|jul|lug|lip|tem)') THEN '07' WHEN regexp_matches(m, '^(aug|aoû|aou|ago|sie|a[gğ]u)') THEN '08' WHEN regexp_matches(m, '^(sep|set|wrz|eyl)') THEN '09'
         WHEN regexp_matches(m, '^(oct|okt|ott|out|pa[zź]|eki)') THEN '10' WHEN regexp_matches(m, '^(nov|lis|kas)') THEN '11' WHEN regexp_matches(m, '^(dec|déc|dez|des|dic|gru|ara)') THEN '12' END;

CREATE OR REPLACE TEMP MACRO zg_foreign_day(d) AS
    list_transform([regexp_extract(lower(d), '^(\d{1,2})(?:\.|er|º|°)?[\s-]+(?:de\s+)?(\pL{3,})\.?,?[\s-]+(?:de[l]?\s+)?(\d{4})$', ['d', 'm', 'y'])],
        lambda p: CASE WHEN p.d <> '' THEN try_cast(p.y || '-' || zg_month(p.m) || '-' || p.d AS DATE) END)[1];

CREATE OR REPLACE TEMP MACRO zg_named_day(d) AS
    coalesce(try_strptime(regexp_replace(regexp_replace(regexp_replace(d, '[,.]', ' ', 'g'), '(?i)(\d)(st|nd|rd|th)\b', '\1'), '[\s/-]+', ' ', 'g'),
                 ['%b %d %y', '%d %b %y', '%B %d %y', '%d %B %y', '%b %d %Y', '%d %b %Y', '%B %d %Y', '%d %B %Y', '%Y %b %d', '%Y %B %d'])::DATE, zg_foreign_day(d));

-- ``slash``, ``dash``, ``dot``: what ``zg_turned`` takes, for dates parted by that sign; ``swap``: in year-first dates day and month
-- changed places (a spreadsheet of another country read them), so they are changed back.
CREATE OR REPLACE TEMP MACRO zg_day(d, slash, dash, dot, swap) AS
    CASE WHEN regexp_full_match(d, '\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?')
         THEN CASE WHEN swap THEN try_cast(regexp_replace(d, '^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$', '\1-\3-\2') AS DATE)
                   ELSE try_cast(regexp_replace(d, '^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$', '\1-\2-\3') AS DATE) END
         WHEN regexp_full_match(d, '\d{4}\. ?\d{1,2}\. ?\d{1,2}\.') THEN try_cast(regexp_replace(d, '^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$', '\1-\2-\3') AS DATE)
         WHEN regexp_full_match(d, '[2-6]\d年\s*\d{1,2}月\s*\d{1,2}[日号]?') THEN try_cast(regexp_replace(d, '^(\d\d)\D+(\d{1,2})\D+(\d{1,2})\D*$', '20\1-\2-\3') AS DATE)
         WHEN regexp_full_match(d, '(19|20)\d{6}') THEN try_cast(regexp_replace(d, '^(\d{4})(\d\d)(\d\d)$', '\1-\2-\3') AS DATE)
         WHEN regexp_full_match(d, '\d{1,2}/\d{1,2}/(\d{4}|\d{1,2})') THEN try_cast(zg_turned(d, slash) AS DATE)
         WHEN regexp_full_match(d, '\d{1,2}-\d{1,2}-(\d{4}|\d{1,2})') THEN try_cast(zg_turned(d, dash) AS DATE)
         WHEN regexp_full_match(d, '\d{1,2}\.\d{1,2}\.(\d{4}|\d{1,2})') THEN try_cast(zg_turned(d, dot) AS DATE)
         WHEN regexp_full_match(d, '[2-7]\d{4}(\.\d+)?') THEN DATE '1899-12-30' + CAST(floor(CAST(d AS DOUBLE)) AS INTEGER)
         WHEN regexp_matches(d, '\d.*\pL{3}|\pL{3}.*\d') THEN zg_named_day(d) END;

CREATE OR REPLACE TEMP MACRO zg_fraction(w) AS
    CASE WHEN regexp_full_match(w, '[2-7]\d{4}\.\d+') THEN round((CAST(w AS DOUBLE) % 1) * 86400) ELSE 0 END;

-- ``w`` is the cleaned cell, ``k`` its clock part; ``utc`` takes the offset off, else the wall clock stays as written.
CREATE OR REPLACE TEMP MACRO zg_moment(w, k, slash, dash, dot, swap) AS
    CASE WHEN regexp_full_match(w, '20\d{12}') THEN try_strptime(w, '%Y%m%d%H%M%S')
         ELSE CAST(list_transform([zg_day_text(w, k)], lambda d: zg_day(d, slash, dash, dot, swap))[1] AS TIMESTAMP)
              + to_microseconds(CAST(round((zg_seconds(k, zg_noon(w)) + zg_fraction(w)) * 1000000) AS BIGINT)) END;

-- The wall clock as written; an offset is dropped.
CREATE OR REPLACE TEMP MACRO zg_written(c, slash, dash, dot, swap) AS
    list_transform([zg_when(c)], lambda w:
        list_transform([zg_clock(w)], lambda k: zg_moment(w, k, slash, dash, dot, swap))[1])[1];

-- The instant in UTC; without an offset the text is taken to be UTC.
CREATE OR REPLACE TEMP MACRO zg_instant(c, slash, dash, dot, swap) AS
    list_transform([zg_when(c)], lambda w:
        list_transform([zg_clock(w)], lambda k:
            zg_moment(w, k, slash, dash, dot, swap)
            - to_minutes(CASE WHEN k = '' THEN 0
                              ELSE list_transform([zg_offset_text(w)], lambda o: CASE WHEN o = '' THEN 0 ELSE zg_offset(o) END)[1] END)
        )[1])[1];

-- The first or second of two days with a sign between them: '2026-03-01 ~ 2026-03-31', '20260301-20260331', with or
-- without clocks; one day is both.
CREATE OR REPLACE TEMP MACRO zg_bound(c, place) AS
    coalesce(nullif(regexp_extract(zg_bare(c),
        '^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})(?:\d{6}|\s+\d{1,2}:\d\d(?::\d\d)?)?\s*(?:~|～|〜|-+|–|—|至|到|to)\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})(?:\d{6}|\s+\d{1,2}:\d\d(?::\d\d)?)?$', place), ''), c);

-- Which way day and month stand, as evidence.
CREATE OR REPLACE TEMP MACRO zg_split(c) AS
    regexp_extract(zg_when(c), '^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{1,2})(?:\D|$)', ['a', 'sign', 'b', 'y']);

-- Rows that are no data. A cell that begins a totals row or a remark:
CREATE OR REPLACE TEMP MACRO zg_total(c) AS
    CASE WHEN c < ':' AND c >= '0' OR length(c) > 60 THEN false
         ELSE coalesce(regexp_full_match(c,
             '(?i)[\s\x{00A0}\x{FEFF}''"=-]*((([合总小][\s\x{3000}]*计|汇总|总和|共计|本页[合小]计|全部合计)([:：,，、(（ ].*)?|全部|总体|整体|平均值?|均值|average)|(说明|备注|注)[:：].*|(grand |sub|overall )?-?(totals?|gesamt(summe)?|totale|totaal|totalt|totaux|łącznie|razem|toplam|celkem|итого|всего|yhteensä|összesen|tổng( cộng)?|jumlah|총계|합계|총합계|合計|総計|總計|小計|รวม|ผลรวม|الإجمالي|المجموع)( *[:：—-].*)?|sum(mary)?|overall|summe|suma|summa|total general|total geral|共\s?\d+\s?条.*)[\s"-]*'), false) END;

-- A lone cell that is no id: 'N record(s) downloaded', 'Seller ID : name'.
CREATE OR REPLACE TEMP MACRO zg_ready() AS true;

CREATE OR REPLACE TEMP MACRO zg_remark(c) AS
    NOT coalesce(regexp_full_match(c, '[\s''"=\x{FEFF}]*[#A-Za-z]{0,6}[-_]?\d[\w.:/-]*( \d\d?:\d\d(:\d\d)?)?[\s"]*'), false);
