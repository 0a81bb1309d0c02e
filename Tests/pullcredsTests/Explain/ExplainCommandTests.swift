import Testing

@testable import pullcreds

@Suite struct ExplainCommandTests {
  private static let example = "Docs/Examples/explain/expired-ecr.json"

  @Test func theClockIsAnOption() throws {
    let early = try Tool.run(
      "explain", "-f", Self.example, "--deployment", "payment-api", "--at", "2026-11-20T08:05:11Z")
    #expect(early.output.contains("worth knowing: expires-soon"))
    let late = try Tool.run(
      "explain", "-f", Self.example, "--deployment", "payment-api", "--at=2026-11-20T08:05:12Z")
    #expect(late.output.contains("will fail: expired-ecr"))
    #expect(late.status == 1)
  }

  @Test func aTimeIsRFC3339() throws {
    let result = try Tool.run("explain", "-f", Self.example, "--at", "yesterday")
    #expect(result.status == 2)
    #expect(
      result.errors == """
        pullcreds: yesterday is not a time; write it as 2025-01-31T08:00:00Z
          Run: pullcreds explain --help

        """)
  }

  @Test func operandsAreNotExpected() throws {
    let result = try Tool.run("explain", "nginx", "-f", Self.example)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("pullcreds: nginx is not expected here; "))
  }

  @Test func theExitStatusFollowsTheFindings() throws {
    let fine = try Tool.run(
      "explain", "-f", "Docs/Examples/explain/two-registries.json", "--deployment", "ledger",
      "--at", "2026-11-20T09:05:12Z")
    #expect(fine.status == 0)
    #expect(fine.output.contains("\nNothing wrong was found.\n"))
  }
}
