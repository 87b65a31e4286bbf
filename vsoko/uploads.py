"""What is done to the content of an upload before it is kept, in a process apart: pictures drawn anew, PDFs opened.

A photo of a telephone unpacks to a hundred megabytes.
"""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from vsoko.apart import Unfit

TOO_MANY = "В снимке слишком много точек: сохраните его с меньшим разрешением и приложите ещё раз."


def refuse_broken_pdf(content, name):
    """Raise Unfit for a PDF that cannot be opened, or only with a password: nobody could read it as evidence."""
    import pikepdf  # a picture needs none of it

    try:
        pikepdf.open(io.BytesIO(content)).close()
    except pikepdf.PasswordError:
        raise Unfit(f"Файл «{name}» закрыт паролем: сохраните его без пароля и приложите ещё раз.") from None
    except pikepdf.PdfError:
        raise Unfit(f"Файл «{name}» повреждён: сохраните его заново и приложите ещё раз.") from None


def clean_image(content, image_format, most_points):
    """Return the picture drawn anew: without place, camera and anything appended to it. Raises Unfit."""
    Image.MAX_IMAGE_PIXELS = most_points
    try:
        with Image.open(io.BytesIO(content)) as image:
            # By what the file says of itself, before a point of it is unpacked.
            if image.width * image.height > most_points:
                raise Unfit(TOO_MANY)
            image = ImageOps.exif_transpose(image).convert("RGB" if image_format == "JPEG" else "RGBA")
            # What is known about the picture beside its points: place, camera, comments.
            image.info = {}
            fresh = io.BytesIO()
            image.save(fresh, format=image_format)
    except Image.DecompressionBombError:
        raise Unfit(TOO_MANY) from None
    except (UnidentifiedImageError, OSError, ValueError):
        raise Unfit("Фотографию не удалось прочесть: сделайте её ещё раз или сохраните в JPG.") from None
    return fresh.getvalue()


def clean_letterhead(content, least_wide, wide):
    """Return the picture of a letterhead drawn anew as PNG on white, at most `wide` points across. Raises Unfit."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as source:
            width, height = source.size
            if width < least_wide:
                raise Unfit(f"Картинка шириной {width} точек напечатается нечётко: нужно не меньше {least_wide}.")
            if height * 2 > width:
                raise Unfit("Бланк — полоса во всю ширину листа, не выше половины своей ширины: обрежьте картинку.")
            picture = ImageOps.exif_transpose(source).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise Unfit("Это не картинка: сохраните бланк в PNG или JPG и приложите ещё раз.") from None
    picture.thumbnail((wide, wide))
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    out = io.BytesIO()
    sheet.save(out, format="PNG", optimize=True)
    return out.getvalue()
