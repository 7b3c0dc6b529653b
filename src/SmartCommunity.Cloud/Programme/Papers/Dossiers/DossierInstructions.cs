using System.Text;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>What a reviewer reads first in a bundle.</summary>
internal static class DossierInstructions
{
    internal static byte[] Bytes { get; } = Encoding.UTF8.GetBytes(
        """
        验收档案 · 如何核验（无需联网）
        ============================
        1. 安装同版本或更新版本的 smartcommunity 程序（manifest.json 的 "program" 为生成时的版本）。
        2. 运行：smartcommunity verify 档案.zip --key 指纹
           指纹向区办公室索取，或查 /api/v1/programme/signing-key；不给 --key 时只证明档案未被改动，不证明由谁签发。
        3. 程序核对签名、每个文件的 SHA-256 与文件之间的每个字节，并用档案内的日志（lineage/）和标准包（packs/）重新计算全部指标：
           每项指标 PASS = 重算结果与 score/score.json 完全一致；任何一个字节被改动，都会指出文件与字节范围。
        4. 退出码：0 = 全部一致；1 = 有不一致；2 = 用法错误。

        内容：score/ 评分与逐项解释；lineage/ 起始状态与日志；packs/ 标准包与政策包；facts/ 事实与台账；evidence/ 已采信佐证；
        programme/ 项目记录、一社一档文件；papers/ 公文（docx、xlsx、html）。
        日志中含设备测量数据，请按内部资料保管。

        Acceptance dossier: how to verify it, without network
        =====================================================
        1. Install smartcommunity of the same or a later version ("program" in manifest.json is the one that made it).
        2. Run: smartcommunity verify BUNDLE.zip --key FINGERPRINT
           Ask the district office for the fingerprint, or see /api/v1/programme/signing-key; without --key the bundle is shown to be unchanged, but not by whom it was signed.
        3. It checks the signature, the SHA-256 of every file and every byte between the files, and recomputes every indicator from the log (lineage/) by the packs (packs/) of the bundle:
           PASS = recomputed, the indicator is exactly what score/score.json says. One changed byte anywhere is named with its file and range.
        4. Exit code: 0 everything fits, 1 something does not, 2 wrong usage.

        The log holds measurements of devices: keep it as internal material.

        """);
}
