import Foundation
import Testing
@testable import pullcreds

@Suite struct AuditCommandTests {
  private static let file = "Docs/Examples/explain/registry-mismatch.json"
  private static let time = "2026-11-20T09:05:12Z"

  @Test func filesAndStandardInputAreTheSame() throws {
    let input = try Data(contentsOf: Tool.repository.appending(path: Self.file))
    let piped = try Tool.run(["audit", "--at", Self.time], input: input)
    let named = try Tool.run("audit", "--at", Self.time, "-f", Self.file)
    #expect(piped == named)
    #expect(piped.status == 1)
    #expect(piped.errors == "")
    #expect(piped.output.contains("will fail: registry-mismatch"))
  }

  @Test func aClusterWithoutAFault() throws {
    let result = try Tool.run(
      "audit", "--at", Self.time, "-f", "Docs/Examples/explain/two-registries.json")
    #expect(result.status == 0)
    #expect(
      result.output == """
        1 Pod, 1 workload, 2 images, 2 Secrets
        at 2026-11-20T09:05:12Z

        Nothing wrong was found.

        """)
  }

  @Test func theJSONHasTheDocumentedMembers() throws {
    let result = try Tool.run("audit", "--at", Self.time, "-f", Self.file, "-o", "json")
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "at", "pods", "workloads", "images", "secrets", "groups", "notExamined",
      ])
    let group = try #require((json["groups"] as? [[String: Any]])?.first)
    #expect(Set(group.keys) == ["code", "severity", "pods", "workloads", "causes"])
    let cause = try #require((group["causes"] as? [[String: Any]])?.first)
    #expect(
      Set(cause.keys) == [
        "severity", "pods", "workloads", "images", "messages", "problem", "advice", "command",
      ])
  }

  @Test func inputThatCannotBeReadIsLocated() throws {
    let text = "{\"kind\":\"List\",\"items\":[{\"kind\":\"Pod\"},\n{\"kind\":\"Pod\",\"spec\":1}]}"
    let result = try Tool.run(["audit"], input: Data(text.utf8))
    #expect(result.status == 0)
    #expect(
      result.errors.hasPrefix(
        "pullcreds: warning: left out: standard input: line 2, column 22, items[1].spec"))
    let broken = try Tool.run(["audit"], input: Data("{\n\"kind\":".utf8))
    #expect(broken.status == 2)
    #expect(broken.errors.hasPrefix("pullcreds: standard input: line 2, column "))
  }

  @Test func oneNamespaceAlone() throws {
    let input = Manifest.list(
      Manifest.pod("a", namespace: "one", secrets: ["s"], images: ["a.io/x"]),
      Manifest.pod("b", namespace: "two", secrets: ["s"], images: ["b.io/x"]))
    let all = try Tool.run("audit", input: input)
    #expect(all.output.hasPrefix("2 Pods, "))
    let one = try Tool.run("audit", "-n", "one", input: input)
    #expect(one.output.hasPrefix("1 Pod, "))
    #expect(!one.output.contains("two/"))
  }
}
