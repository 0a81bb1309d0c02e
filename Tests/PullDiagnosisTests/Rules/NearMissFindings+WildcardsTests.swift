import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct NearMissFindingsWildcardsTests {
  @Test func oneLabelTooFew() throws {
    let findings = try findings(
      pod("a.b.corp.example/app", secrets: ["a"]),
      secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      text(.globMisuse, of: findings) == #"""
        Key "*.corp.example" of Secret shop/a is for hosts of 3 labels, a.b.corp.example has 4: \#
        one * is one label.
        Use "*.*.corp.example" or "a.b.corp.example" as the key.
        """#)
  }

  @Test func noLabelToMatch() throws {
    let findings = try findings(
      pod("corp.example/app", secrets: ["a"]),
      secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      text(.globMisuse, of: findings) == #"""
        Key "*.corp.example" of Secret shop/a is for hosts of 3 labels, corp.example has 2: one \#
        * is one label.
        Use "corp.example" as the key.
        """#)
  }

  @Test func theRightNumberOfLabels() throws {
    let findings = try findings(
      pod("b.corp.example/app", secrets: ["a"]),
      secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == [])
  }

  @Test func anotherDomain() throws {
    let findings = try findings(
      pod("a.b.corp.example/app", secrets: ["a"]),
      secret(keys: ["*.other.example"]))
    #expect(summary(findings) == ["may fail: no-matching-key"])
  }

  @Test func anotherImageNeedsTheKey() throws {
    let two = deployment("a.b.corp.example/app", secrets: ["a"])
      .replacing("}]}}}}", with: #"},{"name":"b","image":"a.corp.example/app"}]}}}}"#)
    let findings = try findings(two, secret(keys: ["*.corp.example"]))
    #expect(summary(findings) == ["may fail: glob-misuse"])
    #expect(
      findings[0].advice == #"""
        Keep it for the images that need it, and add the key "*.*.corp.example" or \#
        "a.b.corp.example".
        """#)
  }
}
