// Rules about the cluster's reports about the network.

import ImagePullCredentials

extension Rule {
  /// The cluster's reports about the network to the registry.
  static let networkReport = Rule.image([
    .registryUnreachable:
      """
    The registry, or a server that it sends clients to, cannot be reached or does not work: \
    not about credentials.
    """,
    .tlsUntrusted: "The node does not trust a certificate: not about credentials.",
    .proxyRefused: "The node's proxy refuses the connection: not about the registry's credentials.",
    .mirrorFailed: "The mirror that the node is told to ask fails.",
  ]) { context in
    context.claims { words in
      guard words.failure.isOnTheWay || words.attempt.endpoint == .mirror else { return nil }
      return words.mirror ?? words.onTheWay
    }
  }
}

extension ReportWords {
  /// A mirror that answers instead of the registry, or several that fail while the registry itself
  /// cannot be reached, as in an isolated network.
  fileprivate var mirror: Claim? {
    let isMirror = attempt.endpoint == .mirror
    guard isMirror || !attempt.mirrors.isEmpty else { return nil }
    let names: SafeText = isMirror ? host : listed(attempt.mirrors.map { "\(word: $0.host)" })
    let plural = !isMirror && attempt.mirrors.count > 1
    let rest: SafeText =
      isMirror ? "" : ", and cannot reach \(registry) itself"
    return claim(
      .mirrorFailed,
      cause: """
        \(node) asks for images of \(registry) at the mirror\(plural ? "s" : "") \(names), \
        which fail\(plural ? "" : "s")\(rest). Pull secrets do not help
        """,
      advice:
        """
        See that the image is at the mirror and that \(node) may pull it there, or change the \
        mirrors of \(registry) in the configuration of the node's runtime (hosts.toml, \
        registries.yaml or registries.conf).
        """)
  }

  fileprivate var onTheWay: Claim? {
    switch failure {
    case .unknownHost: unknownHost
    case .nameServer:
      unreachable(
        "the DNS server that \(node) asks for \(host) does not answer",
        "Check the DNS servers of \(node), in its /etc/resolv.conf: nodes do not use the cluster's DNS."
      )
    case .connectionRefused: isLocal ? local : connectionRefused
    case .cancelled: givenUp
    case .timeout where attempt.host == nil: givenUp
    case .timeout
    where attempt.text.hasBytes("dial tcp [") && attempt.text.hasBytes("is unreachable"):
      unreachable(
        "\(node) has no route to the IPv6 address of \(hostAndRole)",
        "Give \(node) an IPv6 route, or let its DNS servers answer with IPv4 addresses of \(host).")
    case .timeout:
      unreachable(
        "\(hostAndRole) does not answer \(node)",
        "Check firewalls, routes and proxies between \(node) and \(host).")
    case .connectionClosed:
      unreachable(
        "the connection of \(node) to \(hostAndRole) was closed",
        """
        Look at what is between \(node) and \(host): load balancer, firewall, proxy. If it \
        happens now and then only, the kubelet's next try helps.
        """)
    case .serverError:
      unreachable(
        "\(hostAndRole) answers with an error of its own\(attempt.status.map { " (\($0))" } ?? "")",
        "Look at the state and the log of \(host). The kubelet tries again by itself.")
    case .plainHTTP: plainHTTP
    case .firewall:
      unreachable(
        "the network rules of \(registry) do not admit the IP address of \(node)",
        "Add the address to the firewall of the registry, or give the nodes a private endpoint to it."
      )
    case .storeRefused:
      unreachable(
        """
        \(isOwnHost ? "the store to which \(registry) sends clients for layers" : hostAndRole) refuses \
        \(node) a layer, though \(registry) gave it the manifest
        """,
        """
        See what is between \(node) and the store: a proxy, a firewall, the policy of a network \
        endpoint\(layerBucket). A link to a layer lasts for minutes: see also that the clock of \
        \(node) is right.
        """)
    case .notARegistry:
      unreachable(
        "what answers at \(host) is no registry, but a web page, a login portal or a proxy",
        "Check host, port and path of \(quoted: context.image.originalText), and the proxies before it."
      )
    case .proxy: proxy
    case .tls: tls
    default: nil
    }
  }

  /// ECR's bucket for layers, which the policy of a gateway endpoint has to allow.
  private var layerBucket: SafeText {
    guard let region = ECRHost(context.registry)?.region else { return "" }
    return " (ECR's layers are in the S3 bucket prod-\(word: region)-starport-layer-bucket)"
  }

  private func unreachable(_ cause: SafeText, _ advice: SafeText) -> Claim {
    claim(
      .registryUnreachable, cause: "\(cause). This is not about credentials", advice: advice)
  }

  /// A pull that probably took too long.
  private var givenUp: Claim {
    unreachable(
      "the pull was given up before it was complete",
      """
      See how fast \(node) gets layers from \(registry): a slow link, a proxy or a very large image \
      let it take longer than the runtime waits. The kubelet tries again by itself.
      """)
  }

  private var unknownHost: Claim {
    // The name of a server from a redirect or the node's settings is not mistyped.
    let isWritten = attempt.endpoint == .registry || attempt.host == nil
    if isWritten, let place = PublicImages.newPlace(of: context.image) {
      return unreachable(
        "there is no host \(host) any more",
        "Its images have moved: see whether \(quoted: place) has the tag that is meant.")
    }
    guard isWritten, let near = context.nearestHost else {
      let isRight = PublicImages.isWellKnown(host: attempt.host ?? context.registry)
      return unreachable(
        ("the DNS of \(node) does not know \(hostAndRole)" as SafeText).removing(suffix: ","),
        (isRight ? "The name is right: check " : "Check the name, and ")
          + "the DNS servers of \(node): nodes do not use the cluster's DNS.")
    }
    return unreachable(
      "there is no host \(host)",
      """
      Did you mean \(quoted: near)? Change the registry of \
      \(isGeneral ? "the images." : "\(quoted: context.image.originalText) in \(context.pod.target.description).")
      """)
  }

  private var connectionRefused: Claim {
    unreachable(
      "\(hostAndRole) accepts no connections",
      "See that \(host) runs and listens there, and that \(node) may connect to it.")
  }

  private var isLocal: Bool {
    let name = attempt.host ?? context.registry
    return ["localhost", "127.0.0.1", "[::1]"].contains { local in
      name.utf8.elementsEqual(local.utf8) || name.utf8.starts(with: "\(local):".utf8)
    }
  }

  private var local: Claim {
    // Podman names its own builds localhost/NAME.
    guard context.registry.utf8.contains(UInt8(ascii: ":")) else {
      return unreachable(
        "localhost is \(node) itself, where no registry listens",
        """
        Podman calls images localhost/… that were built on the spot: push it to a registry that all \
        nodes reach, and write that registry before the name.
        """)
    }
    return unreachable(
      "\(host) is \(node) itself, where nothing listens on that port",
      "Run the registry on each node that pulls from it, or name it by a host that all nodes reach."
    )
  }

  private var plainHTTP: Claim {
    guard attempt.endpoint != .proxy else {
      return unreachable(
        "\(hostAndRole) speaks HTTP, and the settings of the node's runtime say HTTPS",
        "Write the proxy with http:// in HTTPS_PROXY of the node's runtime, and restart it.")
    }
    let expectsHTTP = [
      "HTTP request to an HTTPS server", "malformed HTTP response", "request to http://",
    ].contains {
      attempt.text.hasBytes($0)
    }
    return unreachable(
      expectsHTTP
        ? "\(host) speaks HTTPS, and \(node) is told to use HTTP"
        : "\(host) speaks HTTP, and \(node) expects HTTPS",
      expectsHTTP
        ? "Take http:// and insecure out of the runtime's settings for \(host)."
        : """
        Give \(host) a certificate, or tell the node's runtime to use HTTP for it: \
        http://\(host) in containerd's hosts.toml, insecure = true in CRI-O's registries.conf.
        """
    )
  }

  private var proxy: Claim {
    let wants = attempt.status == 407 || attempt.text.hasBytes("Proxy Authentication Required")
    return claim(
      .proxyRefused,
      cause: "the HTTP proxy of \(node) "
        + (wants ? "wants a user and a password" : "refuses the connection to \(registry)")
        + ". This is not about the registry's credentials",
      advice: (wants
        ? "Put the proxy's user and password into HTTPS_PROXY of the node's runtime, "
        : "Have the proxy admit the registry, ")
        + "or add the registry to NO_PROXY there, and restart the runtime.")
  }
}

// MARK: - Certificates

extension ReportWords {
  private var tls: Claim {
    let (flaw, remedy) = certificate
    return claim(
      .tlsUntrusted,
      cause: ("\(node) does not trust the certificate of \(hostAndRole)" as SafeText)
        .removing(suffix: ",") + "\(flaw). This is not about credentials",
      advice: remedy)
  }

  /// What is wrong with the certificate, and what to do.
  private var certificate: (flaw: SafeText, remedy: SafeText) {
    let text = attempt.text
    if text.hasBytes("has expired or is not yet valid") {
      return (
        ", which has expired or is not valid yet",
        "Renew the certificate of \(host); see also that the clock of \(node) is right."
      )
    }
    if text.hasBytes("is valid for") || text.hasBytes("IP SANs")
      || text.hasBytes("legacy Common Name")
      || text.hasBytes("not valid for any names")
    {
      return (
        ", which does not have that name",
        """
        Use a name that the certificate has, or give \(host) one with its name among the \
        subject alternative names.
        """
      )
    }
    if text.hasBytes("unrecognized name") {
      return (
        ": the other side does not serve that name",
        "See that \(host) leads to the registry: a gateway or a proxy before it chooses by the name."
      )
    }
    if text.hasBytes("remote error: tls") {
      return (
        ": the other side ended the handshake",
        "See what \(host) wants: a client certificate, or another version of TLS."
      )
    }
    return (
      "",
      """
      Add the CA that signed it to the nodes: to the system's certificates, or to \
      /etc/containerd/certs.d/\(host) or /etc/containers/certs.d/\(host). A proxy that opens \
      TLS has a CA of its own.
      """
    )
  }
}

extension ImageContext {
  /// The probably intended registry, from those in the Pod's keys and images and the well-known
  /// ones.
  var nearestHost: String? {
    let images = pod.images.prefix(PodKeys.fewKeys).map(\.image.registry)
      .filter { !$0.utf8.elementsEqual(registry.utf8) }
    return PublicImages.nearestHost(to: registry, among: pod.keys.hosts + images)
  }
}
