"""Names of companies and persons: compared, and searched by characters, pinyin and initials.

:func:`normal` is a name's form for comparing, :func:`loose` the one for a warning, :func:`searched`
what it is searched by. A :class:`Query` stands in a name if it is a part of it as written (a Latin
word may be cut short at its end), or its pinyin from some character on (the last syllable may be
only begun), or the initials of characters in a row. Signs do not count. :func:`grams` are what an
index keeps of a name, so that few names come into question.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby, islice, pairwise, product
from operator import add, contains
from typing import TypeAlias

__all__ = ["Query", "Readings", "grams", "is_cjk", "loose", "normal", "readings", "searched"]

#: Tells how a character is read.
Readings: TypeAlias = Callable[[str], Sequence[str]]

_CJK = "\u2e80"  # from here on stand the signs of the scripts that do without spaces
_SIGNS = re.compile(r"[\W_]+")
_LIMITED = ("有限责任公司", "有限公司")

#: Traditional and variant characters that occur in names, each before the one it counts as.
_VARIANTS = (
    "裡里 裏里 陳陈 張张 劉刘 黃黄 吳吴 趙赵 楊杨 孫孙 馬马 羅罗 鄭郑 謝谢 許许 鄧邓 馮冯 蕭萧 "
    "蔣蒋 葉叶 蘇苏 呂吕 盧卢 鍾钟 鐘钟 賈贾 賀贺 龍龙 範范 陸陆 萬万 錢钱 湯汤 喬乔 賴赖 龔龚 "
    "關关 歐欧 蘭兰 齊齐 顏颜 嚴严 聶聂 鄒邹 畢毕 國国 華华 電电 東东 門门 開开 業业 產产 農农 "
    "車车 貿贸 銀银 團团 實实 發发 長长 廣广 區区 縣县 鄉乡 鎮镇 龜龟 島岛 灣湾 澤泽 濟济 漢汉 "
    "濱滨 滬沪 寧宁 贛赣 魯鲁 遼辽 雲云 貴贵 陽阳 陰阴 臺台 檯台 灃沣 瀋沈 機机 儀仪 錶表 藝艺 "
    "術术 書书 報报 學学 習习 訊讯 網网 絡络 線线 維维 織织 紡纺 絲丝 綢绸 緞缎 醫医 藥药 劑剂 "
    "療疗 養养 顧顾 問问 諮咨 詢询 諾诺 亞亚 聯联 總总 會会 館馆 飲饮 飯饭 麵面 麥麦 穀谷 糧粮 "
    "鋼钢 鐵铁 鋁铝 銅铜 鎳镍 錫锡 鋅锌 鑄铸 鍛锻 壓压 閥阀 軸轴 輪轮 飛飞 騰腾 達达 運运 輸输 "
    "轉转 動动 氣气 體体 燈灯 飾饰 傢家 園园 環环 節节 勝胜 興兴 榮荣 寶宝 質质 優优 創创 時时 "
    "個个 戶户 條条 點点 師师 銘铭 鋒锋 豐丰 滿满 樂乐 歡欢 愛爱 慶庆 麗丽 潔洁 靜静 綠绿 紅红 "
    "藍蓝 鳳凤 鵬鹏 鶴鹤 鷹鹰 魚鱼 嶽岳 峯峰 碁棋 羣群 強强 夠够 眾众 衆众 両两 兩两 雙双 爲为 "
    "為为 於于 與与 無无 號号 從从 協协 單单 賣卖 買买 聲声 備备 辦办 務务 傳传 價价 億亿 僅仅 "
    "傑杰 憲宪 輝辉 順顺 遠远 凱凯 彥彦 鴻鸿 瑋玮 瑩莹 賢贤 韓韩 龐庞 蓋盖 遲迟 談谈 紀纪 項项 "
    "鄔邬 畫画 製制 塗涂 燁烨 堅坚 曉晓 軍军 衛卫 偉伟 記记 設设 計计 訂订 試试 貨货 購购 "
    "費费 資资 賽赛 選选 錄录 際际 險险 標标 樓楼 橋桥 滙汇 匯汇"
)
#: Brackets and middle dots have several shapes each.
_SHAPES = "〔(〕)【(】)[(]){(})〈(〉)《(》)‧·•·・·∙·⋅·"
#: Capitals of other alphabets that look like Latin ones (small, as names are compared).
_LOOK_ALIKES = (
    "αaβbεeζzηhιiκkμmνnοoρpτtυyχx"
    "аaвbеeкkмmнhоoрpсcтtуyхxѕsіiјj"
)  # fmt: skip

#: Second readings that are heard in names, and what a character is read as a surname.
_SECOND_READINGS = (
    "单shan 单chan 曾zeng 解xie 仇qiu 盖ge 区ou 查zha 翟zhai 牟mu 秘bi 尉yu 员yun 折she 盛cheng "
    "召shao 繁po 种chong 祭zhai 隗wei 缪miao 覃qin 洗xian 乐yue 朝zhao 厦xia 会kuai 大dai 都du "
    "堡pu 莘xin 浚xun 蚌beng 六lu 番pan 铅yan 枞zong 泊bo 涡guo 莞wan 什shi 阿e 率shuai 参shen "
    "系ji 省xing 卡qia 柏bo 薄bo 藏zang 传zhuan 着zhuo 着zhao 调tiao 晟sheng 拓ta 佛fo 茄qie "
    "侗tong 宿xiu 圩xu 适kuo 万mo 澹tan 仔zi 和huo 宓fu 郗chi 逄feng 郇xun 乜nie 朴piao 朴po "
    "车ju 便pian 强jiang 贾gu 句gou 艾yi 阚kan 那nuo 行hang 行heng 长chang 重chong 血xie 恶wu "
    "度duo 角jue 露lou 差chai 弹tan 奇ji 称chen 还huan 了liao 乘sheng 遗wei 降xiang 脉mo 似si "
    "给ji 觉jiao 著zhuo 模mu 圈juan 削xiao 择zhai 屏bing 抹ma 纤qian 攒cuan 卜bu 扎za 陆liu "
    "颤zhan 澄deng 壳qiao 裳chang 琢zhuo 刹cha 钥yue 粘nian 肋lei 栅shan 匙chi 耙pa 磅pang 娜nuo "
    "吓he 囤tun 没mo 暴pu 劲jing 被pi 貉he 驮duo 伺si 槛jian 轧ga 嚼jiao 呢ni 扛gang 桔jie 莎suo"
)  # fmt: skip

#: Every syllable of pinyin without its tone; ü is written v, as on a keyboard.
_SYLLABLES = (
    "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu "
    "ca cai can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou "
    "chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang "
    "dao de den deng di dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er "
    "fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua "
    "guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan "
    "huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan "
    "kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei "
    "leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai man "
    "mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei "
    "nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai "
    "pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie "
    "qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run "
    "ruo sa sai san sang sao se sen seng sha shai shan shang shao she shen sheng shi shou shu "
    "shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao "
    "te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo "
    "wong wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi "
    "yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan "
    "zhang zhao zhe zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong "
    "zou zu zuan zui zun zuo"
)

_SHORT = 2  # letters of a Latin word that are a gram of their own
_LONGEST_SYLLABLE = 6
_PAIRS = 2  # of syllables that a name must have
_MOST_LETTERS = 300  # of pinyin
_INITIALS = 3  # in one gram
_ENOUGH = 4  # grams that a name must have; the rest is left to the final test


def _pairs(text: str) -> dict[int, str]:
    return {ord(other): one for other, one in zip(text[::2], text[1::2], strict=True)}


_SAME = _pairs(_VARIANTS.replace(" ", "") + _SHAPES)
_LATIN = _pairs(_LOOK_ALIKES)


def normal(name: str) -> str:
    """Return a name's form for comparison: equal forms are the same name (archive.md §3.3, §3.4).

    Width, case, spaces beside Chinese, brackets, variant characters, 有限责任公司 do not count.
    """
    compact = _joined(_fold(name)).replace(*_LIMITED)
    return unicodedata.normalize("NFC", compact)  # an accent may have lost its space


def loose(name: str) -> str:
    """Return the normal form with Greek and Cyrillic look-alikes as Latin letters.

    Equal loose forms with different normal forms deserve a warning (archive.md §10, U13).
    """
    return normal(name).translate(_LATIN)


@functools.lru_cache(maxsize=1000)  # a name is compared, compared loosely, and searched
def _fold(text: str) -> str:
    if not text.isprintable():  # signs that nobody sees
        text = "".join(char for char in text if char.isprintable() or char.isspace())
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    return text if text.isalnum() else " ".join(text.split())


def _joined(text: str) -> str:
    """Leave spaces only between two words of a script that has them."""
    words = text.split()
    for place, (left, right) in enumerate(pairwise(words)):
        if _is_letter(left[-1]) and _is_letter(right[0]):
            words[place] += " "
    return "".join(words)


def _is_letter(char: str) -> bool:
    return char < _CJK and (char.isalnum() or char == "_")


def readings(char: str) -> tuple[str, ...]:
    """Return the pinyin of a Chinese character without tones, the commonest first.

    At most four: pypinyin's first one, and those that are heard in names. Nothing for other signs.
    """
    first, _, _ = _dictionary().get(ord(char), "").partition(",")
    known = (_without_tones(first), *_second_readings().get(char, ()))
    return tuple(syllable for syllable in known if syllable in _syllables())


@functools.cache
def _dictionary() -> dict[int, str]:
    """Return pypinyin's readings of single characters.

    The package itself reads its phrases at once, which takes six times as long.
    """
    from importlib.machinery import PathFinder
    from importlib.util import find_spec, module_from_spec

    package = find_spec("pypinyin")
    assert package is not None
    spec = PathFinder.find_spec("pinyin_dict", package.submodule_search_locations)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    readings_of: dict[int, str] = module.pinyin_dict
    return readings_of


@functools.cache
def _second_readings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in _SECOND_READINGS.split():
        found.setdefault(entry[0], []).append(entry[1:])
    return found


@functools.cache
def _syllables() -> frozenset[str]:
    return frozenset(_SYLLABLES.split())


@functools.lru_cache(maxsize=1000)
def _begun(letters: str) -> tuple[str, ...]:
    """Return the syllables that begin with these letters."""
    return tuple(syllable for syllable in _SYLLABLES.split() if syllable.startswith(letters))


def _without_tones(text: str) -> str:
    marked = unicodedata.normalize("NFD", text).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(char for char in marked if not unicodedata.combining(char))


def searched(*names: str, read: Readings = readings) -> str:
    r"""Return what names are searched by: their words, a tab, and the pinyin of each.

    Words are without signs, with spaces only between Latin ones; 有限责任公司 is often written
    有限公司, such a name has both, on two lines: ``张三\tzhang san/shan``. Signs alone are nothing.
    """
    given = dict.fromkeys(form for name in names for form in _forms(name))
    # A short name mostly stands in the whole one, and says nothing more.
    forms = [
        form
        for form in given
        if min(form) < _CJK or not any(form in other and form != other for other in given)
    ]
    spelt = (" ".join(filter(None, map("/".join, map(read, form)))) for form in forms)
    return "\n".join(forms) + "\t" + "\n".join(spelt) if forms else ""


def _forms(name: str) -> list[str]:
    folded = _fold(name)
    form = folded if folded.isalnum() else _joined(_SIGNS.sub(" ", folded))
    if _LIMITED[0] in form:
        return [form, form.replace(*_LIMITED)]
    return [form] if form else []


def grams(text: str) -> str:
    """Return the grams of a searched text, with spaces between them.

    They are characters and pairs of them, syllables and pairs (``zhang0san``), two and three
    initials in a row (``zs``), and Latin words with their first letters (``1yubo 1yu 1y``).
    """
    forms, _, spelt = text.partition("\t")
    found: list[str] = []
    for run in _runs(forms):
        if is_cjk(run):
            found += run
            found += map(add, run, run[1:])
        else:
            found += (f"1{run}", f"1{run[:2]}", f"1{run[:1]}")
    found.append(spelt.replace("/", " ").replace("\n", " "))
    for line in spelt.split("\n"):
        syllables = line.split()
        found += map(_pair, syllables, syllables[1:])
        found += map(_initials, syllables, syllables[1:], syllables[2:])
    return " ".join(found)


def is_cjk(run: str) -> bool:
    """Whether a text begins in one of the scripts that do without spaces."""
    return run >= _CJK


def _runs(forms: str) -> list[str]:
    """Cut forms into words and stretches without spaces."""
    return [
        run
        for form in forms.split()
        for run in ((form,) if min(form) >= _CJK else map("".join, _grouped(form)))
    ]


def _grouped(form: str) -> Iterator[Iterator[str]]:
    return (group for _, group in groupby(form, is_cjk))


@functools.lru_cache(maxsize=2**16)
def _pair(left: str, right: str) -> str:
    """Return the grams of two syllables in a row, however each is read."""
    both = product(left.split("/"), right.split("/"))
    return " ".join(f"{a}0{b} {a[0]}{b[0]}" for a, b in both)


@functools.lru_cache(maxsize=2**16)
def _initials(*syllables: str) -> str:
    """Return the first letters of syllables in a row, however each is read."""
    possible = ({reading[0] for reading in syllable.split("/")} for syllable in syllables)
    return " ".join(map("".join, product(*possible)))


class Query:
    """A text that is searched for in names.

    ``plan`` says what a name must have to come into question: any of its lists, and of such a list
    one gram of each tuple. A gram with ``*`` behind it is the beginning of one. The final test is
    :meth:`matches`.
    """

    def __init__(self, text: str) -> None:
        self.text = "".join(_forms(text)[:1])
        letters = _without_tones(self.text).replace(" ", "")
        is_pinyin = letters.isascii() and letters.isalpha() and len(letters) <= _MOST_LETTERS
        self.letters = letters if is_pinyin else ""
        self.plan = list(self._plan())

    def _plan(self) -> Iterator[list[tuple[str, ...]]]:
        if self.text:
            yield list(islice(self._as_written(), _ENOUGH))
        if self.letters:
            yield from _spellings("", self.letters, [])
        if len(self.letters) > 1:
            length = min(len(self.letters), _INITIALS)
            starts = range(min(len(self.letters) - length + 1, _ENOUGH))
            yield [(self.letters[start : start + length],) for start in starts]

    def _as_written(self) -> Iterator[tuple[str, ...]]:
        runs = _runs(self.text)
        for place, run in enumerate(runs, start=1):
            if not is_cjk(run):
                whole = place < len(runs) or len(run) <= _SHORT
                yield (f"1{run}" if whole else f"1{run}*",)
            elif len(run) == 1:
                yield (run,)
            else:
                yield from ((a + b,) for a, b in pairwise(run))

    def matches(self, text: str) -> bool:
        """Whether a searched text has this one in it."""
        forms, _, spelt = text.partition("\t")
        if self.text and _is_written(self.text, forms):
            return True
        return bool(self.letters) and any(
            _is_spelt(self.letters, line) for line in spelt.split("\n")
        )


def _is_written(text: str, forms: str) -> bool:
    """Whether the forms have this in them; what is no Chinese begins with a word."""
    place = forms.find(text)
    if not is_cjk(text):
        while place > 0 and forms[place - 1].isalnum() and not is_cjk(forms[place - 1]):
            place = forms.find(text, place + 1)
    return place >= 0


def _is_spelt(letters: str, line: str) -> bool:
    """Whether letters are the pinyin or the initials of syllables in a row, from any one on."""
    syllables = line.split()
    if "/" not in line:  # none of them is read in two ways
        starts = accumulate(map(len, syllables), initial=0)
        whole = "".join(syllables)
        return letters in "".join(syllable[0] for syllable in syllables) or any(
            whole.startswith(letters, start) for start in starts
        )
    units = [syllable.split("/") for syllable in syllables]
    firsts = [{reading[0] for reading in unit} for unit in units]
    return any(
        _spells(letters, units, start) or _begins(letters, firsts[start:])
        for start in range(len(units))
    )


def _spells(letters: str, units: Sequence[Sequence[str]], start: int) -> bool:
    """Whether letters are the pinyin of units from this one on; the last may be only begun."""
    return start < len(units) and any(
        reading.startswith(letters)
        or (letters.startswith(reading) and _spells(letters[len(reading) :], units, start + 1))
        for reading in units[start]
    )


def _begins(letters: str, firsts: Sequence[set[str]]) -> bool:
    return len(letters) <= len(firsts) and all(map(contains, firsts, letters))


def _spellings(
    before: str, letters: str, found: list[tuple[str, ...]]
) -> Iterator[list[tuple[str, ...]]]:
    """Cut letters into syllables, in every way: xian is 先 and 西安; three of them are enough."""
    link = f"{before}0" if before else ""
    if ends := _begun(letters):
        yield [*found, tuple(link + end for end in ends)]
    for length in range(1, min(len(letters), _LONGEST_SYLLABLE + 1)):
        syllable = letters[:length]
        if syllable in _syllables():
            so_far = [*found, (link + syllable,)] if before else found
            if len(so_far) == _PAIRS:
                yield so_far
            else:
                yield from _spellings(syllable, letters[length:], so_far)
