import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct AuthFieldFindingsTests {
  @Test func authDiffers() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"new","auth":"dTpw"}}}"#))
    #expect(summary(findings) == ["worth knowing: auth-beats-fields"])
    #expect(
      text(.authBeatsFields, of: findings) == #"""
        Under "r.example" of Secret shop/a auth differs from username and password; the kubelet \#
        uses auth.
        Change auth too, or leave it out.
        """#)
  }

  @Test func authDiffersAndTheRegistryRefused() throws {
    let findings = try findings(
      pod(secrets: ["a"], waiting: ("ErrImagePull", "failed to authorize: 401 Unauthorized")),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"new","auth":"dTpw"}}}"#))
    #expect(summary(findings) == ["may fail: auth-beats-fields"])
    #expect(
      text(.authBeatsFields, of: findings) == #"""
        Under "r.example" of Secret shop/a auth differs from username and password; the kubelet \#
        uses auth.
        Change auth too, or leave it out.
        """#)
  }

  @Test func authAgrees() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(document: #"{"auths":{"r.example":{"username":"u","password":"p","auth":"dTpw"}}}"#))
    #expect(summary(findings) == [])
  }
}
