import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct ImagePullRecordsTests {
  static let image = "registry.example.com/team/app:v1"
  static let name = "registry.example.com/team/app"
  static let ref = "sha256:0123"
  static let pull = PullSecretIdentity(
    PullIdentity(uid: "u1", namespace: "a", name: "pull"), credentialHash: "h1")

  /// Records with one record, in which `credentials` are those of ``name``.
  static func records(_ credentials: ImagePulledRecord.Credentials) -> ImagePullRecords {
    let record = ImagePulledRecord(
      imageRef: ref, credentialMapping: [.init(name: name, credentials)])
    return ImagePullRecords(pulled: [.init(name: record.fileName, json: record.json)])
  }

  static func decide(
    _ records: ImagePullRecords, image: String = image, verification: String = "AlwaysVerify",
    secrets: [PullSecretIdentity] = [], account: PullIdentity? = nil,
    release: KubeletRelease = .v135
  ) throws -> ImageAccessDecision {
    records.decision(
      forImage: image, imageRef: ref,
      policy: try ImageAccessPolicy(verification: verification, release: release),
      pod: .known(secrets: secrets, serviceAccount: account))
  }

  @Test func aRotatedSecretKeepsAccessARecreatedOneDoesNot() throws {
    let records = Self.records(.init(secrets: [Self.pull]))
    let rotated = PullSecretIdentity(Self.pull.secret, credentialHash: "h2")
    var recreated = rotated
    recreated.secret.uid = "u2"
    let decision = try Self.decide(records, secrets: [rotated])
    #expect(decision.rule == .sameSecret)
    #expect(decision.match == .secret(rotated, recorded: Self.pull))
    #expect(decision.changedRecord?[Self.name]?.secrets == [rotated])
    #expect(try Self.decide(records, secrets: [recreated]).rule == .notAmongRecorded)
    // The same credential in another Secret gives access, and is recorded.
    recreated.credentialHash = "h1"
    let copied = try Self.decide(records, secrets: [recreated])
    #expect(copied.rule == .sameCredential)
    #expect(copied.changedRecord?[Self.name]?.secrets == [Self.pull, recreated])
    #expect(try Self.decide(records, secrets: [Self.pull]).changedRecord == nil)
  }

  @Test func emptyHashesMatchNothing() throws {
    let hashless = PullSecretIdentity(Self.pull.secret, credentialHash: "")
    let records = Self.records(.init(secrets: [hashless]))
    var other = hashless
    other.secret.name = "other"
    #expect(try Self.decide(records, secrets: [other]).rule == .notAmongRecorded)
    #expect(try Self.decide(records, secrets: [hashless]).rule == .sameSecret)
  }

  /// From the hundredth Secret on only hashes count, and none is added.
  @Test(arguments: [(99, "same-secret", true), (100, "not-among-recorded", false)])
  func limitOfSecrets(count: Int, rule: String, isRecorded: Bool) throws {
    let secrets = (0..<count).map {
      PullSecretIdentity(
        PullIdentity(uid: "u\($0)", namespace: "a", name: "pull"), credentialHash: "h\($0)")
    }
    let records = Self.records(.init(secrets: secrets))
    let rotated = PullSecretIdentity(secrets[7].secret, credentialHash: "new")
    let decision = try Self.decide(records, secrets: [rotated])
    #expect(decision.rule.rawValue == rule)
    let copied = PullSecretIdentity(
      PullIdentity(uid: "x", namespace: "b", name: "copy"), credentialHash: "h7")
    let copy = try Self.decide(records, secrets: [copied])
    #expect(copy.match == .secret(copied, recorded: secrets[7]))
    #expect((copy.changedRecord != nil) == isRecorded)
  }

  @Test func credentialsAreLookedUpOnlyWhenNothingElseDecides() throws {
    func decide(_ credentials: ImagePulledRecord.Credentials) throws -> ImageAccessDecision {
      Self.records(credentials).decision(
        forImage: Self.image, imageRef: Self.ref,
        policy: try ImageAccessPolicy(verification: "AlwaysVerify"),
        pod: .unavailable(error: "malformed"))
    }
    #expect(try decide(.init(isNodeAccessible: true)).rule == .nodeAccessible)
    #expect(try decide(.init()).rule == .nobodyRecorded)
    let failed = try decide(.init(secrets: [Self.pull]))
    #expect(failed.rule == .credentialsUnavailable)
    #expect(failed.error == "malformed")
    #expect(failed.mustPull)
  }

  @Test func serviceAccounts() throws {
    let account = PullIdentity(uid: "s1", namespace: "a", name: "default")
    let records = Self.records(.init(serviceAccounts: [account]))
    #expect(try Self.decide(records, account: account).match == .serviceAccount(account))
    var recreated = account
    recreated.uid = "s2"
    #expect(try Self.decide(records, account: recreated).rule == .notAmongRecorded)
  }

  /// Names are told apart by their bytes, not by Unicode equivalence.
  @Test func bytes() throws {
    let composed = PullIdentity(uid: "u", namespace: "a", name: "caf\u{E9}")
    let decomposed = PullIdentity(uid: "u", namespace: "a", name: "cafe\u{301}")
    #expect(composed != decomposed)
    let records = Self.records(.init(serviceAccounts: [composed]))
    #expect(try Self.decide(records, account: decomposed).rule == .notAmongRecorded)
    #expect(try Self.decide(records, account: composed).rule == .sameServiceAccount)
  }

  @Test func recordsOfShortNamesAreNotFoundAfterTheUpgrade() throws {
    var records = ImagePullRecords()
    let record = try records.recordPull(of: "busybox:1", imageRef: Self.ref, with: .node)
    #expect(record?.credentialMapping.map(\.name) == ["docker.io/library/busybox"])
    #expect(try Self.decide(records, image: "busybox:2").rule == .nodeAccessible)
    #expect(
      try Self.decide(records, image: "busybox:2", release: .v136).rule == .nameNotRecorded)
    try records.recordPull(of: "busybox:1", imageRef: Self.ref, with: .node, release: .v136)
    #expect(
      try Self.decide(records, image: "busybox:2", release: .v136).rule == .nodeAccessible)
  }

  @Test func pullsAreMerged() throws {
    var records = ImagePullRecords()
    let later = PullSecretIdentity(
      PullIdentity(uid: "u0", namespace: "a", name: "later"), credentialHash: "h")
    let account = PullIdentity(uid: "s1", namespace: "a", name: "default")
    for credential in [
      ImagePullCredential.secret(Self.pull), .secret(later), .serviceAccount(account),
    ] {
      #expect(
        try records.recordPull(of: Self.image, imageRef: Self.ref, with: credential) != nil)
    }
    #expect(
      records.records.first?[Self.name]
        == .init(secrets: [later, Self.pull], serviceAccounts: [account]))
    // Nothing new.
    #expect(
      try records.recordPull(of: Self.image, imageRef: Self.ref, with: .secret(later)) == nil)
    // What all Pods may use stays so.
    try records.recordPull(of: Self.image, imageRef: Self.ref, with: .node)
    #expect(
      try records.recordPull(of: Self.image, imageRef: Self.ref, with: .secret(later)) == nil)
    #expect(records.records.first?[Self.name] == .init(isNodeAccessible: true))
    #expect(throws: ImageReference.ParseError.self) {
      try records.recordPull(of: "a b", imageRef: Self.ref, with: .node)
    }
  }

  @Test func intentsLeftBehindBecomeRecords() throws {
    let intent = ImagePullIntent(image: Self.image)
    let other = ImagePullIntent(image: "other.example.com/app")
    let files = [intent, other].map {
      ImagePullRecords.File(name: $0.fileName, json: $0.json)
    }
    var records = ImagePullRecords(pulling: files)
    let image = ImagePullRecords.NodeImage(id: Self.ref, repoTags: [Self.image])
    records.start(withImages: [image])
    #expect(records.intents == [other])
    #expect(records.records == [ImagePulledRecord(imageRef: Self.ref)])
    #expect(try Self.decide(records, verification: "").rule == .nobodyRecorded)
    // One that cannot be read keeps a kubelet from looking at any.
    var unreadable = ImagePullRecords(
      pulling: files + [.init(name: "sha256-0", json: Array("{".utf8))])
    unreadable.start(withImages: [image])
    #expect(unreadable.intents.count == 2)
    #expect(try Self.decide(unreadable, verification: "").rule == .notRecorded)
  }

  @Test func unreadableFilesCountForTheirOwnKeyOnly() throws {
    let record = ImagePulledRecord(imageRef: Self.ref)
    let intent = ImagePullIntent(image: Self.image)
    let broken = Array("{}".utf8)
    let noRecord = ImagePullRecords(pulled: [.init(name: record.fileName, json: broken)])
    #expect(try Self.decide(noRecord, verification: "NeverVerify").rule == .recordUnreadable)
    let noIntent = ImagePullRecords(pulling: [.init(name: intent.fileName, json: broken)])
    #expect(try Self.decide(noIntent, verification: "NeverVerify").rule == .intentUnreadable)
    #expect(noIntent.unreadableIntents.map(\.name) == [intent.fileName])
    let others = ImagePullRecords(
      pulled: [
        .init(name: "sha256-0", json: broken), .init(name: "\(record.fileName).tmp", json: broken),
        .init(name: "README", json: broken),
      ])
    #expect(others.unreadableRecords.map(\.name) == ["sha256-0"])
    #expect(try Self.decide(others, verification: "NeverVerify").rule == .neverVerify)
    #expect(try Self.decide(others, verification: "").rule == .preloaded)
    // A record in a wrongly named file is found by its content.
    let misplaced = ImagePullRecords(pulled: [.init(name: "sha256-1", json: record.json)])
    #expect(try Self.decide(misplaced, verification: "").rule == .nobodyRecorded)
  }

  @Test func noHashIsShown() {
    var dumped = ""
    dump(Self.records(.init(secrets: [Self.pull])), to: &dumped)
    dump(PodPullIdentity.known(secrets: [Self.pull]), to: &dumped)
    dumped += "\(Self.pull)" + String(reflecting: Self.pull)
    #expect(!dumped.contains("h1"))
    #expect(dumped.contains("pull"))
  }
}
