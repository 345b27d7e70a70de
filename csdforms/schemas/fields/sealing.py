"""A file is sealed, looked into under seal, and revived (archive.md §6.5, §6.7)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal

from csdforms.schemas.fields.sheet import Secrecy, SecrecyWord
from csdforms.schemas.labels import Label
from csdforms.schemas.types import Choice, Day, Disclosure, Flag, Integer, Items, Line, Text
from csdforms.schemas.types.base import FieldType, Refused, text_of

_DIGEST = re.compile("[0-9a-f]{16,64}")


class Digest(FieldType[str]):
    """A SHA-256 digest, or its beginning of 16 digits or more; paper shows the first 16.

    A whole digest is 64 digits, which no column holds; 16 of them tell any two items apart.
    """

    kind: ClassVar[str] = "校验值"
    disclosure = Disclosure.OPEN

    def accept(self, given: object) -> str:
        digits = "".join(text_of(given, self.kind).casefold().rstrip(".").split())
        if not _DIGEST.fullmatch(digits):
            raise Refused("应是 16 至 64 位十六进制数字（0–9、a–f）。")
        return digits[:16]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9a-f]{16}$"}


# The inventory

#: An item's number; of a profile, which is no item, the number of its version.
ListedNo = Annotated[str, Line(60), Label("件号或版本号", "件号 文件号 版本号")]
MadeOn = Annotated[dt.date, Day(), Label("形成日期", "文件日期 材料形成日期")]
MediumWord = Literal["电子", "纸质", "双套"]
Medium = Annotated[
    MediumWord,
    Choice(MediumWord, also={"电子件": "电子", "纸质件": "纸质", "纸电双套": "双套"}),
    Label("载体", "载体形式 载体类型"),
]
ItemDigest = Annotated[str, Digest(), Label("校验值", "文件校验值 摘要值 哈希值")]
InventoryDigest = Annotated[str, Digest(), Label("清单校验值", "清单摘要值 总校验值")]
SealedItems = Annotated[int, Integer(0, unit="件"), Label("封存件数", "总件数 件数合计 合计件数")]
SealedPages = Annotated[int, Integer(0, unit="页"), Label("封存页数", "页数合计 合计页数")]
LoansOut = Annotated[int, Integer(0, unit="件"), Label("在借件数(封存)", "封存时在借件数")]
CopiesOut = Annotated[int, Integer(0, unit="份"), Label("在外副本数", "未收回副本份数")]
SealCheckPassed = Annotated[bool, Flag(), Label("封存前复核通过", "复核是否通过")]
SealedOn = Annotated[dt.date, Day(), Label("封存日期", "封存时间 加封日期")]
SealedPlace = Annotated[str, Line(100), Label("封存位置", "存放位置 库房位置 柜架号")]
SealerBy = Annotated[str, Line(60), Label("封存人", "加封人 封存人签字")]
SealerOn = Annotated[dt.date, Day(), Label("封存人签字日期", "封存签字日期")]
SecondSealerBy = Annotated[str, Line(60), Label("会同封存人", "会封人 会同封存人签字 监封人")]
SecondSealerOn = Annotated[dt.date, Day(), Label("会同封存人签字日期", "会封签字日期")]
#: Fifteen working days after sealing, by the calendar of the archive.
UndoBy = Annotated[dt.date, Day(), Label("可撤销封存至", "撤销封存期限 撤销期限")]
SealCheckedOn = Annotated[dt.date, Day(), Label("启封或核对日期", "启封日期 核对日期(封存)")]
SealOpenedForWord = Literal[
    "核对", "索赔", "质保", "投诉", "财务", "法律", "恢复", "个人信息请求", "审计"
]
SealOpenedFor = Annotated[
    SealOpenedForWord, Choice(SealOpenedForWord), Label("启封目的", "启封用途 启封事由")
]
SealIntact = Annotated[
    bool, Flag(yes=("相符", "完好"), no=("不符", "破损")), Label("校验值相符", "封存是否完好")
]
SealCheckedBy = Annotated[str, Line(60), Label("启封经手人", "启封人")]
ResealedBy = Annotated[str, Line(60), Label("重封人", "重新封存人")]

# The revival

RevivalReason = Annotated[str, Text(1000), Label("恢复理由", "恢复原因 恢复往来理由")]
FreshPapers = Annotated[tuple[str, ...], Items(100), Label("新提交的材料", "重新提交材料 最新材料")]
PapersSeenBy = Annotated[str, Line(60), Label("材料核对人", "原件核对人 材料审核人")]
PapersSeenOn = Annotated[dt.date, Day(), Label("材料核对日期", "原件核对日期")]
DuplicateResultWord = Literal["无重复", "有重复已合并", "有重复未处理"]
DuplicateResult = Annotated[
    DuplicateResultWord, Choice(DuplicateResultWord), Label("查重结果", "重复建档核查结果")
]
DuplicateFileNo = Annotated[str, Line(60), Label("重复档案号", "重复的档案号")]
NewVolumeNo = Annotated[int, Integer(2, 99, unit="卷"), Label("恢复后卷次", "新卷次 续立卷次")]
LevelAfter = Annotated[SecrecyWord, Secrecy(), Label("恢复后密级", "重定密级 恢复密级")]
CreditAfterWord = Literal["按新客户，不给信用"]
CreditAfter = Annotated[
    CreditAfterWord, Choice(CreditAfterWord), Label("恢复后信用", "恢复后信用待遇")
]
NoticeAgainOn = Annotated[dt.date, Day(), Label("重新告知日期", "重新履行告知日期")]
ConsentAgainOn = Annotated[dt.date, Day(), Label("重新同意日期", "重新取得同意日期")]
ConsentVersion = Annotated[str, Line(40), Label("同意书版本", "告知同意书版本 同意文本版本")]
RevivedOn = Annotated[dt.date, Day(), Label("恢复日期", "恢复在用日期")]
RevivedBy = Annotated[str, Line(60), Label("恢复经办人", "恢复登记人")]
