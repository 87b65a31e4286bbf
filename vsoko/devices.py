"""The browser and the system by which a person recognises the own device: «Яндекс Браузер, Windows»."""

# The first that is named wins: most browsers name those that they descend from as well.
BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN = "неизвестное устройство"


def name_of(request):
    """Return the words for the device of a request; what it says of itself is not kept."""
    said = request.headers.get("User-Agent", "")
    found = [next((word for sign, word in table if sign in said), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or UNKNOWN
