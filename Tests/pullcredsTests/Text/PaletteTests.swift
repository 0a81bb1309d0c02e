import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import pullcreds

@Suite struct PaletteTests {
  @Test func theFirstWordOfALineIsColoured() {
    let text: SafeText = "  ✓ key\n✗ will fail\n  will fail: x\nmay fail\nPod ✓\n"
    #expect(Palette.plain.paint(text) == text)
    #expect(
      Palette.coloured.paint(text).text == """
          \u{1B}[32m✓\u{1B}[0m key
        \u{1B}[31m✗\u{1B}[0m will fail
          \u{1B}[31mwill fail\u{1B}[0m: x
        \u{1B}[33mmay fail\u{1B}[0m
        Pod ✓

        """)
  }

  @Test func nothingIsColouredForAPipe() throws {
    let result = try Tool.run(
      "explain", "-f", "Docs/Examples/explain/two-registries.json", "--deployment", "ledger")
    #expect(!result.output.contains("\u{1B}"))
  }
}
