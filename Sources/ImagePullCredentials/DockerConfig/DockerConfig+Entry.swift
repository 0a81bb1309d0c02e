extension DockerConfig {
  /// One registry key and its credentials.
  ///
  /// The kubelet reads a ``username``, a password and an ``email``. It ignores the tokens, which are for other
  /// clients. No rendering of an entry shows a password or a token: only the methods whose names begin with
  /// `reveal` return them.
  public struct Entry: Sendable {
    let storage: Storage
    let position: Int

    init(storage: Storage, position: Int) {
      self.storage = storage
      self.position = position
    }

    /// The position is in bounds for every entry that ``Entries`` returns.
    var record: Record { storage.records[position] }

    /// The entry's unknown members. See ``Record/unknownMembers``.
    var unknownMembers: Span<UInt8> {
      @_lifetime(borrow self) get { storage.text.extracting(record.unknownMembers) }
    }

    /// An entry made in code, for tests and encoders. Its total length must stay below 4 GiB.
    ///
    /// - Parameters:
    ///   - registryKey: the key, as in the document.
    ///   - username: the username; empty for none.
    ///   - password: the password; empty for none.
    ///   - email: the email, which no registry uses; empty for none.
    ///   - identityToken: the token of `docker login` at an OAuth server; empty for none.
    ///   - registryToken: a bearer token of the registry; empty for none.
    public init(
      registryKey: String, username: String = "", password: String = "", email: String = "",
      identityToken: String = "", registryToken: String = ""
    ) {
      let fields = [registryKey, username, password, email, identityToken, registryToken]
      var builder = DocumentBuilder(records: 1, text: fields.reduce(1) { $0 + $1.utf8.count })
      var record = Record()
      record.keyEnd = builder.add(registryKey)
      record.usernameEnd = builder.add(username)
      builder.append(UInt8(ascii: ":"))
      record.passwordEnd = builder.add(password)
      record.emailEnd = builder.add(email)
      record.identityTokenEnd = builder.add(identityToken)
      record.registryTokenEnd = builder.add(registryToken)
      record.unknownMembersEnd = record.registryTokenEnd
      builder.append(record)
      storage = builder.finish(Extras())
      position = 0
    }

    /// The key as its author wrote it: a host, and optionally a scheme, a port, a path and
    /// wildcards.
    ///
    /// May contain userinfo (`user:password@host`), which is a secret. Show ``displayKey`` to people instead.
    public var registryKey: String { storage.string(record.key) }

    /// The key for display: on one line, with `***` instead of userinfo, as in
    /// `https://***@ghcr.io`.
    ///
    /// See ``RegistryPattern/displayKey(of:)`` for the rule.
    public var displayKey: String { RegistryPattern.displayKey(of: registryKey) }

    /// The key as the kubelet reads it. It was compiled when the entry was decoded; this parses nothing.
    ///
    /// - Throws: for a key that the kubelet skips.
    public var pattern: RegistryPattern {
      get throws(RegistryPattern.ParseError) {
        try RegistryPattern(registryKey, record.pattern, record.key, in: storage.text)
      }
    }

    /// The username that is used: from `auth` if there is one, else from `username`.
    public var username: String { storage.string(record.username) }

    /// The username for display: `***` if it is a token, or if it shows the password or a token of the entry.
    public var displayUsername: String {
      let secrets = [revealPassword(), revealIdentityToken(), revealRegistryToken()]
      return TokenShape.username(username, shows: secrets) ? "***" : username
    }

    /// The `email` field, or empty. Part of the kubelet's credential hash.
    public var email: String { storage.string(record.email) }

    /// The password that is used: from `auth` if there is one, else from `password`. A secret.
    public func revealPassword() -> String { storage.string(record.password) }

    /// The field `identitytoken`, or empty. A secret. The kubelet ignores it; Docker and oras use it.
    public func revealIdentityToken() -> String { storage.string(record.identityToken) }

    /// The field `registrytoken`, or empty. A secret. The kubelet ignores it.
    public func revealRegistryToken() -> String { storage.string(record.registryToken) }

    /// Whether the password is not empty. Makes no string, unlike ``revealPassword()``.
    public var hasPassword: Bool { !record.password.isEmpty }

    /// Whether there is an identity token.
    public var hasIdentityToken: Bool { !record.identityToken.isEmpty }

    /// Whether there is a registry token.
    public var hasRegistryToken: Bool { !record.registryToken.isEmpty }

    /// Whether username and password are both empty. The kubelet still tries such an entry; the runtime then pulls
    /// anonymously.
    public var isAnonymous: Bool { record.username.isEmpty && record.password.isEmpty }

    /// Whether the credentials came from a non-empty `auth` field.
    public var hasAuthField: Bool { record.flags.contains(.hasAuth) }

    /// Whether `auth` replaced a different `username` or `password`.
    public var authOverridesFields: Bool { record.flags.contains(.authOverridesFields) }

    /// The byte offset of the key in the document; 0 for an entry made in code.
    public var documentOffset: Int { Int(record.documentOffset) }
  }
}

extension DockerConfig.Entry: Hashable {
  private var contents: Span<UInt8> {
    @_lifetime(borrow self) get { storage.text.extracting(record.known) }
  }

  /// Whether key, username, password, email and tokens are equal, however they were written. Unknown members
  /// are ignored.
  public static func == (one: Self, other: Self) -> Bool {
    one.record.key.count == other.record.key.count
      && one.record.username.count == other.record.username.count
      && one.record.password.count == other.record.password.count
      && one.record.email.count == other.record.email.count
      && one.record.identityToken.count == other.record.identityToken.count
      && one.contents.hasSameBytes(as: other.contents)
  }

  /// Feeds the entry's contents into `hasher`.
  public func hash(into hasher: inout Hasher) {
    contents.withUnsafeBytes { hasher.combine(bytes: $0) }
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

  /// The key, without userinfo, the username, the email, and whether there are tokens.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "registryKey": displayKey, "username": displayUsername, "password": "redacted",
        "email": email, "hasIdentityToken": hasIdentityToken, "hasRegistryToken": hasRegistryToken,
      ], displayStyle: .struct)
  }
}

extension DocumentBuilder {
  /// Appends `text` and returns where it ends.
  fileprivate mutating func add(_ text: String) -> UInt32 {
    append(text.utf8.span)
    return UInt32(textCount)
  }
}
