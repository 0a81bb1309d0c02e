import Testing

@testable import ImagePullCredentials
@testable import PullDiagnosis

@Suite struct InvalidImageFindingTests {
  @Test func capitalsInTheRepository() throws {
    let findings = try findings(
      deployment("r.example/App"))
    #expect(summary(findings) == ["will fail: invalid-image-name"])
    #expect(
      text(.invalidImageName, of: findings) == #"""
        The image "r.example/App" of container app is no image reference: \#
        name-contains-uppercase: byte 10 is "A"; a repository is written in lower case.
        Write it as REGISTRY/REPOSITORY:TAG. This is not about credentials.
        """#)
  }

  @Test func anImageThatATemplateLeavesToOthers() throws {
    let findings = try findings(
      deployment(""))
    #expect(summary(findings) == [])
  }
}
