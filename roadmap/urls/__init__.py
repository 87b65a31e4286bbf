from roadmap.urls import activities, associations, consultations, documents, items, people, readers, roadmaps, school

urlpatterns = [
    *people.urlpatterns,
    *associations.urlpatterns,
    *school.urlpatterns,
    *roadmaps.urlpatterns,
    *activities.urlpatterns,
    *consultations.urlpatterns,
    *documents.urlpatterns,
    *items.urlpatterns,
    *readers.urlpatterns,
]
