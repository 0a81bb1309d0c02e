import Foundation
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
        pullcreds: --at takes a time, such as 2025-01-31T08:00:00Z
          Run: pullcreds explain --help

        """)
  }

  @Test func anOperandNamesTheSubject() throws {
    let result = try Tool.run("explain", "deploy/payment-api", "-f", Self.example)
    #expect(result.output.hasPrefix("Deployment payments/payment-api\n"))
    let two = try Tool.run("explain", "deploy/payment-api", "nginx", "-f", Self.example)
    #expect(two.status == 2)
    #expect(two.errors.hasPrefix("pullcreds: argument 3 is not expected here; "))
  }

  @Test(arguments: ["40", "80", "120", "0", "x"])
  func theWidthFollowsTheTerminal(_ columns: String) throws {
    let result = try Tool.run(
      ["explain", "deploy/payment-api", "-f", Self.example, "--at", "2026-11-20T09:05:12Z"],
      input: Data(), environment: ["COLUMNS": columns])
    let width = Int(columns).flatMap { $0 > 0 ? $0 : nil } ?? 80
    let lines = result.output.split(separator: "\n")
    let prose = lines.filter {
      !$0.contains("kubectl") && !$0.contains("amazonaws") && !$0.contains("--")
    }
    #expect(prose.allSatisfy { $0.count <= width })
    #expect(prose.contains { $0.count > 80 } == (width > 80))
  }

  @Test func theExitStatusFollowsTheFindings() throws {
    let fine = try Tool.run(
      "explain", "-f", "Docs/Examples/explain/two-registries.json", "--deployment", "ledger",
      "--at", "2026-11-20T09:05:12Z")
    #expect(fine.status == 0)
    #expect(fine.output.contains("\nNothing wrong was found.\n\nWhat the kubelet does\n"))
  }
}
