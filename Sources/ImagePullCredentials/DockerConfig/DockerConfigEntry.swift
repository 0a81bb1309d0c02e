extension DockerConfig {
  /// One registry key with the credentials that its author gave it.
  ///
  /// What the kubelet makes of an entry is a ``username``, a password and an ``email``; the tokens are kept for
  /// others, the kubelet ignores them. No rendering of an entry shows a password or a token: they come out through
  /// the methods whose names begin with `reveal`.
  public struct Entry: Sendable {
    let storage: Storage
    let position: Int

    init(storage: Storage, position: Int) {
      self.storage = storage
      self.position = position
    }

    /// Position is in bounds for every entry that ``Entries`` hands out.
    private var record: Record { storage.records[position] }

    /// The entry's members that this library does not know. See ``Record/unknownMembers``.
    var unknownMembers: ArraySlice<UInt8> { storage.arena[record.unknownMembers] }

    /// An entry made by hand, as tests and encoders need it. All of it together must stay below 4 GiB.
    public init(
      registryKey: String, username: String = "", password: String = "", email: String = "",
      identityToken: String = "", registryToken: String = ""
    ) {
      var builder = StorageBuilder(capacity: 0)
      var record = Record()
      record.keyEnd = builder.add(registryKey)
      record.usernameEnd = builder.add(username)
      builder.arena.append(UInt8(ascii: ":"))
      record.passwordEnd = builder.add(password)
      record.emailEnd = builder.add(email)
      record.identityTokenEnd = builder.add(identityToken)
      record.registryTokenEnd = builder.add(registryToken)
      record.unknownMembersEnd = record.registryTokenEnd
      builder.append(record)
      storage = builder.finish(Extras())
      position = 0
    }

    /// The key as its author wrote it: a host, perhaps with scheme, port, path and wildcards.
    ///
    /// May contain userinfo (`user:password@host`), which is a secret. Show ``displayKey`` to people instead.
    public var registryKey: String { storage.text(record.key) }

    /// The key as it may be shown: on one line, `***` in the place of userinfo, as in `https://***@ghcr.io`.
    ///
    /// See ``RegistryPattern/displayKey(of:)`` for the rule.
    public var displayKey: String { RegistryPattern.displayKey(of: registryKey) }

    /// The username that is used: from `auth` if that is there, else from `username`.
    public var username: String { storage.text(record.username) }

    /// The username as it may be shown: `***` where somebody put a token into the field, or the password.
    public var displayUsername: String {
      TokenShape.isSecret(username: username, password: revealPassword()) ? "***" : username
    }

    /// The `email` field, or empty. Part of the kubelet's credential hash.
    public var email: String { storage.text(record.email) }

    /// The password that is used: from `auth` if that is there, else from `password`. A secret.
    public func revealPassword() -> String { storage.text(record.password) }

    /// The field `identitytoken`, or empty. A secret. The kubelet ignores it; Docker and oras use it.
    public func revealIdentityToken() -> String { storage.text(record.identityToken) }

    /// The field `registrytoken`, or empty. A secret. The kubelet ignores it.
    public func revealRegistryToken() -> String { storage.text(record.registryToken) }

    /// Whether the password is not empty. Makes no string, unlike ``revealPassword()``.
    public var hasPassword: Bool { !record.password.isEmpty }

    /// Whether there is an identity token.
    public var hasIdentityToken: Bool { !record.identityToken.isEmpty }

    /// Whether there is a registry token.
    public var hasRegistryToken: Bool { !record.registryToken.isEmpty }

    /// Whether username and password are both empty. The kubelet tries such an entry all the same; the runtime then
    /// pulls anonymously.
    public var isAnonymous: Bool { record.username.isEmpty && record.password.isEmpty }

    /// Whether the credentials came from a non-empty `auth` field.
    public var hasAuthField: Bool { record.flags.contains(.hasAuth) }

    /// Whether `auth` replaced a `username` or `password` that said something else.
    public var authOverridesFields: Bool { record.flags.contains(.authOverridesFields) }

    /// The byte of the document at which the key stands; 0 for an entry made by hand.
    public var documentOffset: Int { Int(record.documentOffset) }
  }
}

extension DockerConfig.Entry: Hashable {
  private var contents: ArraySlice<UInt8> { storage.arena[record.known] }

  /// Whether key, username, password, email and tokens are equal, however they were written. Members that this
  /// library does not know do not count.
  public static func == (one: Self, other: Self) -> Bool {
    one.record.key.count == other.record.key.count
      && one.record.username.count == other.record.username.count
      && one.record.password.count == other.record.password.count
      && one.record.email.count == other.record.email.count
      && one.record.identityToken.count == other.record.identityToken.count
      && one.contents == other.contents
  }

  /// Feeds the entry's contents into `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(contents)
  }
}

extension DockerConfig.Entry: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key, without userinfo, and the username; no password, no token.
  public var description: String {
    "\(displayKey) (username \(displayUsername.printable), password redacted)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The key, without userinfo, the username, the email, and whether tokens are there.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "registryKey": displayKey, "username": displayUsername, "password": "redacted",
        "email": email, "hasIdentityToken": hasIdentityToken, "hasRegistryToken": hasRegistryToken,
      ], displayStyle: .struct)
  }
}

extension StorageBuilder {
  /// Appends a copy of `entry`.
  mutating func append(_ entry: DockerConfig.Entry) {
    var record = entry.storage.records[entry.position]
    let shift = { [origin = record.keyStart, target = UInt32(arena.count)] in $0 - origin + target }
    arena.append(contentsOf: entry.storage.arena[record.all])
    record.keyStart = shift(record.keyStart)
    record.keyEnd = shift(record.keyEnd)
    record.usernameEnd = shift(record.usernameEnd)
    record.passwordEnd = shift(record.passwordEnd)
    record.emailEnd = shift(record.emailEnd)
    record.identityTokenEnd = shift(record.identityTokenEnd)
    record.registryTokenEnd = shift(record.registryTokenEnd)
    record.unknownMembersEnd = shift(record.unknownMembersEnd)
    append(record)
  }

  /// Appends `text` to the arena and returns where it ends.
  fileprivate mutating func add(_ text: String) -> UInt32 {
    arena.append(contentsOf: text.utf8)
    return UInt32(arena.count)
  }
}
