namespace QuotaGrid.Load.Evaluate.People;

/// <summary>One honest identity.</summary>
/// <param name="Place">Where it stands in the <see cref="ContactGraph"/>.</param>
/// <param name="Book">All contacts, those of sign-up first and later ones in the order in which they are added.</param>
/// <param name="InitialSize">The contacts at sign-up.</param>
/// <param name="SignUpSecond">When it sends its book first, in seconds of the run.</param>
/// <param name="Groups">The groups that it is in.</param>
/// <param name="Address">The network address; negative when it is shared.</param>
/// <param name="Client">The client fingerprint.</param>
public sealed record Person(int Place, int[] Book, int InitialSize, int SignUpSecond, HonestGroups Groups, int Address, int Client);
