{# The lists of words and signs by which title_words.sql compares titles. #}

{#
    Articles that begin a title and may be left out, or stand behind it, in the languages of most titles. As they are
    written in titles: LA is a city.
#}
{% macro articles() -%}
    {{ return(
        '[Tt]he|THE|[Aa]n?|AN|[Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Ee]l|[Ll]os|[Ll]as|[Ii]l|[Ll]o|[Gg]li|[Dd]er|[Dd]ie|[Dd]as'
        ~ '|[Dd]en|[Dd]et|[Hh]et|[Ee]en|[Ee]ine?|O|Os'
    ) }}
{%- endmacro %}

{# What a provider adds in brackets or behind the title about the copy, not the movie. #}
{% macro editions() -%}
    {{ return("(?:an? |the )?(?:[a-z0-9''’ ]+ )?(?:edition|cut|redux|restored|remastered)") }}
{%- endmacro %}

{# The same about the screen; no words before it, since they are the movie's: "Resident Evil: Retribution 3D". #}
{% macro screens() -%}
    {{ return("(?:an? |the |in )?(?:imax(?: 3-?d)?(?: experience)?|(?:real |reald |digital )?3-?d)") }}
{%- endmacro %}

{# Characters that are written in another way: by HTML, or as one sign. #}
{% macro written_otherwise() -%}
    {{ return({
        '&amp;': '&', '&#38;': '&', '&quot;': '"', '&#34;': '"', '&apos;': "''", '&#39;': "''", '&#039;': "''",
        '&#x27;': "''", '&rsquo;': "''", '&lsquo;': "''", '&#8217;': "''", '&nbsp;': ' ', '&#160;': ' ', '&ndash;': '-',
        '&mdash;': '-', '&hellip;': '...', '&middot;': '·', '&eacute;': 'é', '&egrave;': 'è', '&ecirc;': 'ê',
        '&euml;': 'ë', '&Eacute;': 'É', '&aacute;': 'á', '&agrave;': 'à', '&acirc;': 'â', '&auml;': 'ä', '&aring;': 'å',
        '&atilde;': 'ã', '&ccedil;': 'ç', '&iacute;': 'í', '&icirc;': 'î', '&iuml;': 'ï', '&ntilde;': 'ñ',
        '&oacute;': 'ó', '&ograve;': 'ò', '&ocirc;': 'ô', '&ouml;': 'ö', '&otilde;': 'õ', '&oslash;': 'ø',
        '&uacute;': 'ú', '&ugrave;': 'ù', '&ucirc;': 'û', '&uuml;': 'ü', '&szlig;': 'ß', '&aelig;': 'æ', '&oelig;': 'œ',
        '²': ' 2', '³': ' 3', '½': ' 1/2', '♥': ' heart ', '&Aacute;': 'Á', '&Agrave;': 'À', '&Auml;': 'Ä',
        '&Aring;': 'Å', '&Ccedil;': 'Ç', '&Oacute;': 'Ó', '&Ouml;': 'Ö', '&Oslash;': 'Ø', '&Uuml;': 'Ü', '&ldquo;': '"',
        '&rdquo;': '"', '&iexcl;': '¡', '&iquest;': '¿', '&sup2;': ' 2', '&sup3;': ' 3', '&frac12;': ' 1/2',
        "''n''": '&', "''N''": '&', '’n’': '&', '’N’': '&',
    }) }}
{%- endmacro %}

{# Words that mean the same, whatever stands around them. #}
{% macro same_words() -%}
    {{ return({
        'versus': 'vs', 'dr': 'doctor', 'mr': 'mister', 'mrs': 'missus', 'st': 'saint', 'mt': 'mount', 'jr': 'junior',
        'sr': 'senior', 'pt': 'part', 'vol': 'volume', 'ii': '2', 'iii': '3', 'iv': '4', 'vi': '6', 'vii': '7',
        'viii': '8', 'ix': '9', 'xi': '11', 'xii': '12', 'xiii': '13', 'part-i': 'part-1', 'volume-i': 'volume-1',
        'chapter-i': 'chapter-1', 'episode-i': 'episode-1', 'part-v': 'part-5', 'volume-v': 'volume-5',
        'chapter-v': 'chapter-5', 'episode-v': 'episode-5', 'colour': 'color', 'colours': 'colors', 'grey': 'gray',
        'theatre': 'theater', 'neighbour': 'neighbor', 'neighbours': 'neighbors', 'imposter': 'impostor',
        'se7en': 'seven', 'thir13en': 'thirteen', 'π': 'pi',
    }) }}
{%- endmacro %}

{# Numbers written out, where other words are there too: "Nine" and "9" alone are two movies of one year. #}
{% macro number_words() -%}
    {{ return({
        'one': '1', 'two': '2', 'three': '3', 'four': '4', 'five': '5', 'six': '6', 'seven': '7', 'eight': '8',
        'nine': '9', 'ten': '10', 'eleven': '11', 'twelve': '12', 'thirteen': '13', 'fourteen': '14', 'fifteen': '15',
        'sixteen': '16', 'seventeen': '17', 'eighteen': '18', 'nineteen': '19', 'twenty': '20', 'thirty': '30',
        'forty': '40', 'fifty': '50', 'sixty': '60', 'seventy': '70', 'eighty': '80', 'ninety': '90', 'hundred': '00',
        'thousand': '000', 'first': '1st', 'second': '2nd', 'third': '3rd', 'fourth': '4th', 'fifth': '5th',
        'sixth': '6th', 'seventh': '7th', 'eighth': '8th', 'ninth': '9th', 'tenth': '10th', 'eleventh': '11th',
        'twelfth': '12th', 'thirteenth': '13th', 'fourteenth': '14th', 'fifteenth': '15th', 'sixteenth': '16th',
        'seventeenth': '17th', 'eighteenth': '18th', 'nineteenth': '19th', 'twentieth': '20th',
    }) }}
{%- endmacro %}

{# Marks of Arabic that most writers leave out, and its lengthening stroke. #}
{% macro vowel_marks() -%}
    {{ return('\\x{0640}\\x{064b}-\\x{0652}\\x{0670}') }}
{%- endmacro %}

{# Latin letters and digits as wide as Chinese signs. #}
{% macro full_width() -%}
    {{ return('０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ') }}
{%- endmacro %}

{% macro half_width() -%}
    {{ return('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') }}
{%- endmacro %}

{# Chinese as it is written in Taiwan and Hong Kong, and as on the mainland: the signs that titles use most. #}
{% macro traditional() -%}
    {{ return(
        '樣臥華龍愛國無學島東門馬鳥風飛黃紅藍綠銀鐵話語說讀夢戰戲殺氣漢滿灣燈爺獨獸現畫異當發盜眾禮種窮節線羅義'
        ~ '習聖聲聽臉臺舊藝虛蟲術衛裝見視親觀記許訴詩誰請謀證變貓買賊賽趙車軍輕農連進遊運過達遠還邊醫鄉鏡長開間'
        ~ '關陽陰際隊雙雜雞離電雲霧靈靜頭願類顧顏飯館驚魚麗點齊歲歷殘時會書來個們傳傷億兒兩凍劍劉動勝區單衝問喬'
        ~ '喪嚴園圓團場壞壽奪媽孫寶實審對將尋導師帶幫幾廣張彈強從徹恆惡慶憂憶應懷戀揚搶擊敵數斷曉條極標樓樂機權'
        ~ '歡決沒淚滅潔潛澤災為烏熱燒爭牆'
    ) }}
{%- endmacro %}

{% macro simplified() -%}
    {{ return(
        '样卧华龙爱国无学岛东门马鸟风飞黄红蓝绿银铁话语说读梦战戏杀气汉满湾灯爷独兽现画异当发盗众礼种穷节线罗义'
        ~ '习圣声听脸台旧艺虚虫术卫装见视亲观记许诉诗谁请谋证变猫买贼赛赵车军轻农连进游运过达远还边医乡镜长开间'
        ~ '关阳阴际队双杂鸡离电云雾灵静头愿类顾颜饭馆惊鱼丽点齐岁历残时会书来个们传伤亿儿两冻剑刘动胜区单冲问乔'
        ~ '丧严园圆团场坏寿夺妈孙宝实审对将寻导师带帮几广张弹强从彻恒恶庆忧忆应怀恋扬抢击敌数断晓条极标楼乐机权'
        ~ '欢决没泪灭洁潜泽灾为乌热烧争墙'
    ) }}
{%- endmacro %}
